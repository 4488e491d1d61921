/* The look of firm sheets. Heights are those that firm_sheet_fit.c and firm_sheet_page.c count with. Colours can be
 * told apart by who cannot see red and green, and the words say the same. */
#ifndef TIDU_STAGES_FIRM_SHEET_STYLE_H
#define TIDU_STAGES_FIRM_SHEET_STYLE_H

static const char *const sheet_style[] = { /* compilers need not take a literal of more than 4,095 bytes */
    "@page{size:A4;margin:0}\n",
    "*{box-sizing:border-box}html{-webkit-print-color-adjust:exact;print-color-adjust:exact}\n",
    "body{margin:0;background:#e8eaed;color:#16191d;font:3mm/4.2mm 'Noto Sans CJK SC','Source Han Sans SC','PingFang SC',"
    "'Microsoft YaHei','WenQuanYi Zen Hei',sans-serif;font-variant-numeric:tabular-nums}\n",
    "p,h1,h2,dl,dd,ul{margin:0;padding:0}ul{list-style:none}i{font-style:normal}\n",
    ".page{width:210mm;height:296.9mm;padding:8mm 12mm 8mm;margin:6mm auto;background:#fff;overflow:hidden;display:flex;"
    "flex-direction:column;box-shadow:0 1px 6px #0003}\n",
    ".page>*{flex:none}\n",
    ".l1{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;height:4.2mm;line-height:4.2mm}\n",
    ".l2{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;max-height:8.4mm;line-height:4.2mm;"
    "overflow-wrap:anywhere}.l3{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden;max-height:12.6mm;"
    "line-height:4.2mm;overflow-wrap:anywhere}\n",
    "header{position:relative;height:21.5mm;border-bottom:.6mm solid #16324f}\n",
    ".over{height:5mm;line-height:4.4mm;color:#4a5563;font-size:2.9mm}.over b{color:#16324f;letter-spacing:.3mm}.over span{float:right}\n",
    "h1{position:absolute;left:0;top:5.2mm;width:126mm;height:15mm;overflow:hidden;overflow-wrap:anywhere;font-weight:700;"
    "display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}\n",
    "h1.large{font-size:5.4mm;line-height:7.2mm;padding-top:3.2mm;-webkit-line-clamp:1}h1.small{font-size:4.1mm;line-height:6mm;"
    "padding-top:1.4mm;height:13.6mm}\n",
    ".aim{position:absolute;right:0;top:5.6mm;width:56mm;height:14mm;text-align:right}.aim p{color:#4a5563;font-size:2.7mm;"
    "line-height:3.6mm}.aim b{display:block;font-size:3.7mm;height:5mm;line-height:5mm}\n",
    ".aim em{display:inline-block;margin-top:.3mm;font-style:normal;font-weight:700;padding:0 2.4mm;line-height:4.6mm;"
    "border-radius:1mm;border:.3mm solid}\n",
    "dl{display:grid;grid-template-columns:15mm 76mm 12mm 83mm;padding:1.2mm 0;line-height:4.4mm}dt{color:#5b6673}dd{min-width:0;"
    "margin:0}dd.wide{grid-column:2/5}dl .l1{height:4.4mm;line-height:4.4mm}dl .l2{max-height:8.8mm;line-height:4.4mm}\n",
    ".strip{margin-bottom:1mm;padding:1.1mm 2.4mm;background:#eef3f8;border-left:1.1mm solid #16324f}\n",
    "h2{height:6.2mm;line-height:4.4mm;padding-top:1.4mm;font-size:3.3mm;font-weight:700;color:#16324f;white-space:nowrap;"
    "overflow:hidden;text-overflow:ellipsis}h2 span{margin-left:2.6mm;font-size:2.8mm;font-weight:400;color:#4a5563}\n",
    ".row{display:grid;grid-template-columns:1fr 1fr;column-gap:4mm;padding-bottom:.8mm}\n",
    ".cond{display:grid;grid-template-columns:12.6mm 1fr;min-width:0}.cond>div{min-width:0}\n",
    ".st{font-size:2.6mm;font-weight:700;width:11.4mm;height:3.9mm;line-height:3.4mm;text-align:center;border:.25mm solid;"
    "border-radius:.8mm;margin-top:.15mm}\n",
    ".met{color:#00614a;background:#e3f3ee}.unmet{color:#fff;background:#9b3a0c;border-color:#9b3a0c}.near{color:#7a4b00;"
    "background:#fdeecb}.unknown{color:#6a4a00;background:#fff;border-style:dashed}.manual{color:#0b4f86;background:#e2eef8}"
    ".na{color:#5b6673;background:#fff;border-style:dotted}\n",
    "table{border-collapse:collapse;width:100%;table-layout:fixed}th{font-weight:600;text-align:left;font-size:2.7mm;color:#3c4653;"
    "background:#eef1f4}th,td{padding:0 1.2mm;vertical-align:top;border-bottom:.15mm solid #c9d0d8}\n",
    ".n{text-align:right;white-space:nowrap}\n",
    ".gap th{height:4.6mm;line-height:4.4mm}.gap td{padding-top:.2mm;padding-bottom:.25mm}.gap .no{width:7mm}.gap .kind{width:13mm}"
    ".gap .clause{width:22mm}.gap .cost{width:10mm}.gap .when{width:50mm}\n",
    ".figures th{height:4.6mm;line-height:4.4mm}.figures td{height:4.3mm;line-height:4.1mm}.figures .name{width:33mm}.figures th.n{width:25mm}"
    ".figures .l1{height:4.1mm;line-height:4.1mm;color:#4a5563;font-size:2.7mm}.now{font-weight:600}\n",
    "i{color:#8a2f00;font-weight:700}.doubt,.old{font-size:2.3mm;margin-left:.6mm;padding:0 .5mm;border-radius:.5mm}.doubt{background:#9b3a0c;"
    "color:#fff}.old{border:.2mm solid #4a5563;color:#4a5563;font-weight:400}\n",
    ".legend{height:3.8mm;line-height:3.8mm;font-size:2.4mm;color:#4a5563;white-space:nowrap;overflow:hidden}\n",
    ".more{height:4.2mm;color:#8a2f00;font-size:2.7mm}\n",
    "li{display:flex;padding-bottom:.4mm}li>div{flex:1;min-width:0}.box{flex:none;width:15mm;white-space:nowrap;font-size:2.8mm;"
    "color:#16324f}ul.word .box{width:38mm}\n",
    ".notes{flex:1!important;min-height:0;display:flex;flex-direction:column}hr{flex:1;margin:0;border:0;border-bottom:.2mm solid #aab4bf}.sign{height:5.6mm;line-height:5.4mm;display:flex;gap:6mm}.sign span{flex:1;border-bottom:"
    ".15mm solid #5b6673;color:#5b6673}\n",
    "footer{height:11.6mm;padding-top:1.6mm;font-size:2.4mm;line-height:3.3mm;color:#4a5563}footer p{height:3.4mm;white-space:nowrap;"
    "overflow:hidden;text-overflow:ellipsis}footer span{float:right;color:#16191d;font-weight:700}\n",
    ".cover h1{position:static;width:auto;height:auto;padding:0 0 1mm;font-size:6mm;line-height:8mm}.cover .lead{min-height:9mm;color:#4a5563}"
    ".cover table a{color:inherit;text-decoration:none}.cover td{height:4.8mm;line-height:4.6mm}.cover th{height:5.2mm;line-height:5mm}\n",
    "@media print{body{background:#fff}.page{margin:0;box-shadow:none;break-after:page}.page:last-child{break-after:auto}}\n",
    "@media screen and (max-width:215mm){.page{margin:0}}\n"};

#endif
