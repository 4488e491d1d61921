-- Test: a constraint whose detail quotes the row. Tables written: public.person.
INSERT INTO public.person VALUES ('张三', '13800000000')
