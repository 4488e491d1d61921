-- The end of a features run: what was touched is done, the work tables go. Writes feature.touched.
DELETE FROM feature.touched;
DROP VIEW feature.work_registry, feature.work_ip_right, feature.work_title_row, feature.work_product_row,
    feature.work_equity_row, feature.work_platform_row, feature.work_conduct_row;
DROP TABLE feature.work_scope, feature.work_age, feature.work_ip_limit,
    feature.work_registry_main, feature.work_registry_several,
    feature.work_finance_main, feature.work_finance_several, feature.work_finance_rank,
    feature.work_staff_main, feature.work_staff_several, feature.work_staff_rank,
    feature.work_ip_main, feature.work_ip_several, feature.work_ip,
    feature.work_title_main, feature.work_title_several, feature.work_title,
    feature.work_product_main, feature.work_product_several, feature.work_product,
    feature.work_equity_main, feature.work_equity_several, feature.work_equity,
    feature.work_platform_main, feature.work_platform_several, feature.work_platform,
    feature.work_conduct_main, feature.work_conduct_several, feature.work_conduct;
