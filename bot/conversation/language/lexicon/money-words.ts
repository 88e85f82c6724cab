/**
 * Words of money. Each row is an ISO currency and every way people write it; spelling marks do not matter. A bare name
 * that several countries share stands for the one a Saudi reader would take first. To teach a new word, add it to its row.
 */
import type { Rows } from "./number-words.ts";

/** Whole units, in one word or several. A word that needs company to be money stands in `COUNTRY_OF_CURRENCY`. */
export const CURRENCIES: Rows<string> = [
  ["SAR", "ريال ريالا ريالات ريالين رس sar sr riyal riyals ryal ryals reyal reyals"],
  ["USD", "دولار دولارا دولارات دولارين $ usd dollar dollars buck bucks"],
  ["EUR", "يورو اورو يوروهات eur euro euros €"],
  ["GBP", "£ gbp استرليني pound pounds sterling quid"],
  ["EGP", "جنيه جنيها جنيهات egp le geneh جنيهين"],
  ["AED", "درهم دراهم درهما aed dirham dirhams dhs"],
  ["KWD", "دينار دنانير دينارا kwd kd dinar dinars"],
  ["BHD", "bhd"],
  ["QAR", "qar"],
  ["OMR", "omr"],
  ["JOD", "jod"],
  ["IQD", "iqd"],
  ["TND", "tnd"],
  ["LBP", "lbp ليره ليرات"],
  ["ILS", "شيقل شواقل شيكل شواكل ils shekel shekels nis ₪"],
  ["TRY", "lira liras ₺"],
  ["INR", "روبيه روبيات inr rs rupee rupees re ₹"],
  ["PKR", "pkr"],
  ["JPY", "ين jpy yen ¥ 円"],
  ["CNY", "يوان cny yuan yuans rmb kuai 元 renminbi"],
  ["CHF", "فرنك chf franc francs"],
  ["MYR", "myr rm ringgit ringgits"],
  ["CAD", "cad"],
  ["AUD", "aud"],
  ["HKD", "hkd"],
  ["SGD", "sgd"],
  ["NZD", "nzd"],
  ["TWD", "twd"],
  ["MXN", "mxn"],
  ["BGN", "bgn"],
  ["SEK", "sek"],
  ["NOK", "nok"],
  ["DKK", "dkk"],
  ["RUB", "rub ruble rubles rouble roubles ₽"],
  ["UAH", "uah hryvnia ₴"],
  ["KRW", "krw ₩"],
  ["VND", "vnd dong ₫"],
  ["THB", "thb baht ฿"],
  ["PLN", "pln zloty zlotys"],
  ["BRL", "brl reais"],
  ["ZAR", "zar rand"],
  ["NLG", "guilder guilders"],
  ["ESP", "peseta pesetas"],
  ["CRC", "₡"],
  ["GEL", "₾ gel"],
  ["BTC", "bitcoin bitcoins btc ₿"],
  ["IRR", "rial rials"],
  ["MAD", "mad"],
];

/** Words that, beside the name of a currency, say whose it is. */
export const COUNTRY_OF_CURRENCY: Rows<string> = [
  ["ريال=SAR", "سعودي سعوديه saudi"],
  ["ريال=QAR", "قطري qatari"],
  ["ريال=OMR", "عماني omani"],
  ["ريال=YER", "يمني yemeni"],
  ["دينار=KWD", "كويتي kuwaiti"],
  ["دينار=BHD", "بحريني bahraini"],
  ["دينار=JOD", "اردني jordanian"],
  ["دينار=IQD", "عراقي iraqi"],
  ["دينار=TND", "تونسي tunisian"],
  ["دينار=DZD", "جزايري algerian"],
  ["جنيه=EGP", "مصري egyptian"],
  ["جنيه=GBP", "استرليني استرلينيه british"],
  ["دولار=USD", "امريكي امريكيه american us"],
  ["دولار=CAD", "كندي canadian"],
  ["دولار=AUD", "استرالي australian"],
  ["دولار=HKD", "hong"],
  ["درهم=AED", "اماراتي emirati uae"],
  ["درهم=MAD", "مغربي moroccan"],
  ["ليره=LBP", "لبناني لبنانيه lebanese"],
  ["ليره=TRY", "تركي تركيه turkish"],
  ["يوان=CNY", "صيني chinese"],
  ["ringgit=MYR", "malaysia malaysian"],
  ["روبيه=INR", "هندي هنديه indian"],
  ["ين=JPY", "ياباني japanese"],
  ["فرنك=CHF", "سويسري swiss"],
  ["guilder=NLG", "dutch"],
];

/** Hundredths (or thousandths, written as decimals after the unit): "currency/parts in one unit". */
export const SUBUNITS: Rows<string> = [
  ["SAR/100", "هلله هللات هللة"],
  ["USD/100", "سنت سنتات سينت cent cents ¢ c"],
  ["GBP/100", "بنس pence penny pennies p"],
  ["EGP/100", "قرش قروش"],
  ["KWD/1000", "فلس fils"],
  ["TND/1000", "مليم مليمات"],
  ["UAH/100", "kopiyka kopiykas"],
  ["CNY/10", "mao jiao"],
  ["MYR/100", "sen"],
  ["BTC/100000000", "satoshi satoshis"],
];

/** Words that make a bare number an amount of money in riyals. */
export const MONEY_CUES =
  "ميزانيه ميزانيتنا ميزانيتي ميزانيتهم ميزانيه بدجت بجت بدجتنا مبلغ بمبلغ تكلفه التكلفه كلفه سعر بسعر ندفع ادفع بندفع نصرف اصرف بنصرف رصدنا مرصود budget budgeted price cost costs spend pay paying";

/** About so much. */
export const ABOUT_WORDS =
  "حدود بحدود حوالي حول تقريبا قرابه يمكن زهاء نحو around about approximately roughly approx circa ~ nearly almost";

/** No less than. */
export const AT_LEAST_PHRASES =
  "فوق|فوق ال|اكثر من|اكبر من|ازيد من|ما يقل عن|لا يقل عن|ما تقل عن|لا تقل عن|على الاقل|يتجاوز|تتجاوز|تتعدى|يتعدى|فما فوق|more than|over|above|at least|no less than|greater than|in excess of|minimum|min";

/** No more than. */
export const AT_MOST_PHRASES =
  "اقل من|تحت|ما يتعدى|ما تتعدى|ما نتعدى|لا يتعدى|لا تتعدى|ما نتجاوز|ما يتجاوز|ما تتجاوز|لا يتجاوز|لا تتجاوز|ما يزيد عن|ما تزيد عن|لا يزيد عن|كحد اقصى|بحد اقصى|حد اقصى|الحد الاقصى|سقف|سقفها|سقفنا|اقصى شي|بالكثير|كثيره|لين|لحد|less than|lower than|under|below|at most|up to|no more than|maximum|max|not more than";

/** How often the amount is paid. */
export const PERIOD_PHRASES: Rows<"month" | "year" | "once"> = [
  ["month", "شهري|شهريا|بالشهر|في الشهر|كل شهر|للشهر|a month|per month|monthly|/month|each month"],
  [
    "year",
    "سنوي|سنويا|بالسنة|في السنة|كل سنة|للسنة|سنويه|a year|per year|yearly|annually|per annum|/year|annual",
  ],
  ["once", "مره واحده|لمره واحده|دفعه واحده|one time|one-time|once"],
];
