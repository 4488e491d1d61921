#include "city.h"

/*
 * Characters of invented trade names and of invented names of persons, three bytes each. 東 is
 * there on purpose: its second byte in GB18030 is the delimiter '|'.
 */
static const char brand_text[] = "华盛鑫源宏達泰昌隆兴顺和康宁远博恒信诚瑞丰裕安永正大中立"
                                 "新天海东西南北方金银铜玉石林森木水江河湖云雨雪春夏秋冬光"
                                 "明辉耀星辰阳日月晨曦晟昊旭昂昇晶皓景升腾飞龙凤鹏鹤鸿雁骏"
                                 "骐骥驰奔跃进展拓创启程航帆舟港桥路通达广厦宇宸图志诺言语"
                                 "智慧思睿哲文章雅颂歌乐嘉佳美善德仁义礼孝忠勇强健力富贵荣"
                                 "福禄寿喜祥吉庆余庄园田禾谷麦穗稻粟粮仓农牧渔樵茶果蔬花草"
                                 "兰竹菊梅松柏桦桐梓楠榕杉枫棠樱桃李杏梨橙赤黄绿青蓝紫朱丹"
                                 "彤炎焱煜烨炜灿焕熠锦绣绮纶维纺织丝绵棉罗缎皮革毛羽翎翔翼"
                                 "翱翰墨砚笔纸书画琴棋鼎尊爵铭钰铂锋锐钢铁铸锻镁钛锆铝锌锡"
                                 "镍钴東誠";
static const char surname_text[] = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于"
                                   "董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
                                   "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟"
                                   "龙万段雷钱汤尹黎易常武乔贺赖龚文";
static const char given_text[] = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂红玉建国"
                                 "志华文斌海燕鹏辉玲桃宁波婷雪梅林峰浩宇欣怡子涵梓轩雨泽晨"
                                 "阳思远俊熙一诺佳琪嘉诚天佑春生冬青长河振东庆祥立新";
const uint32_t brand_chars = (sizeof brand_text - 1) / 3;
const uint32_t surname_count = (sizeof surname_text - 1) / 3;
const uint32_t given_count = (sizeof given_text - 1) / 3;

/* Three bytes, not terminated. */
const char *
brand_char(uint32_t i)
{
    return brand_text + 3 * i;
}

const char *
surname(uint32_t i)
{
    return surname_text + 3 * i;
}

const char *
given_char(uint32_t i)
{
    return given_text + 3 * i;
}

/* GB/T 2260 (2023) and, for the three development zones, local codes of this profile. */
const struct place places[] = {
    {"371502", "东昌府区", "东昌府", 230},
    {"371503", "茌平区", "茌平", 95},
    {"371521", "阳谷县", "阳谷", 90},
    {"371522", "莘县", "莘县", 100},
    {"371524", "东阿县", "东阿", 60},
    {"371525", "冠县", "冠县", 95},
    {"371526", "高唐县", "高唐", 75},
    {"371581", "临清市", "临清", 105},
    {"371571", "聊城经济技术开发区", "聊城", 70},
    {"371572", "聊城高新技术产业开发区", "聊城", 60},
    {"371573", "江北水城旅游度假区", "聊城", 20},
};
const size_t place_count = sizeof places / sizeof places[0];

const char *const streets[] = {
    "柳园北路", "兴华西路",       "东昌东路",       "湖南路",   "黄河路",     "长江路",
    "光岳南路", "振兴西路",       "花园北路",       "向阳路",   "建设东路",   "中华南路",
    "文昌街道", "工业园区经一路", "工业园区纬三路", "站前街",   "运河东路",   "龙山街道",
    "信发街道", "新城街道",       "清泉街道",       "人和街道", "鱼丘湖街道", "汇鑫街道",
    "侨润街道", "狮子楼街道",     "铜城街道",       "聊古庙路", "辽河路",     "庐山北路",
    "嘉明路",   "徒骇河西路",
};
const size_t street_count = sizeof streets / sizeof streets[0];
