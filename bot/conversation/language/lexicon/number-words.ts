/**
 * Number words. Each row is a value and every way people write it; spelling marks do not matter (أ = ا, ة = ه, ى = ي,
 * harakat are ignored), and «و», «ال», «ب», «ل» before a word are understood without listing them.
 * To teach a new word, add it to the row of its value.
 */
export type Rows<Value> = readonly (readonly [Value, string])[];

/** 0 to 19 and the tens, in written and spoken Arabic. */
export const ARABIC_CARDINALS: Rows<number> = [
  [0, "صفر زيرو"],
  [1, "واحد واحده وحده"],
  [2, "اثنين اثنان اثنتان اثنتين اثنا اثنتا اثني اثنتي ثنين ثنتين ثنتان اتنين تنين تنتين اثنينن"],
  [3, "ثلاثه ثلاث تلاته تلات ثلاثة ثلاثا ثلاته"],
  [4, "اربعه اربع أربعة"],
  [5, "خمسه خمس خمسا"],
  [6, "سته ست ستا"],
  [7, "سبعه سبع سبعى سبعا"],
  [8, "ثمانيه ثماني ثمان ثمنيه تمانيه تماني ثمانه"],
  [9, "تسعه تسع تسعا"],
  [10, "عشره عشر عشرا"],
  [11, "احدعش احدعشر حدعش حدعشر حداعش حداعشر احداعش احداعشر حداشر احداشر حدشر إحدعش ايدعش"],
  [12, "اثنعش اثنعشر ثنعش ثنعشر اطنعش اطنعشر اثناعش اثناعشر اتناشر اتنعش اتنعشر طنعش ثناعش اثنى‌عشر ثنا‌عشر"],
  [
    13,
    "ثلاثطعش ثلاثطعشر ثلطعش ثلطعشر ثلثطعش ثلثطعشر ثلاثتعش ثلاثتعشر تلتاشر تلطاشر تلاتاشر ثلتعش ثلاطعش ثلاطعشر",
  ],
  [14, "اربعطعش اربعطعشر اربعتعش اربعتعشر اربعتاشر اربعطاشر اربطعش اربطعشر"],
  [15, "خمسطعش خمسطعشر خمستعش خمستعشر خمستاشر خمسطاشر خمصطعش خمصطعشر"],
  [16, "ستطعش ستطعشر سطعش سطعشر ستعش ستعشر ستاشر سطاشر"],
  [17, "سبعطعش سبعطعشر سبعتعش سبعتعشر سبعتاشر سبعطاشر سبطعش سبطعشر"],
  [18, "ثمنطعش ثمنطعشر ثمانطعش ثمانطعشر ثمنتعش ثمنتعشر تمنتاشر تمنطاشر ثمنطاشر ثمانتعش"],
  [19, "تسعطعش تسعطعشر تسعتعش تسعتعشر تسعتاشر تسعطاشر تسطعش تسطعشر"],
  [20, "عشرين عشرون"],
  [30, "ثلاثين ثلاثون تلاتين"],
  [40, "اربعين اربعون"],
  [50, "خمسين خمسون"],
  [60, "ستين ستون"],
  [70, "سبعين سبعون"],
  [80, "ثمانين ثمانون تمانين ثمنين"],
  [90, "تسعين تسعون"],
];

/** «أحد عشر»: one, only inside eleven and «أحد وعشرين». */
export const ARABIC_BOUND_ONES: Rows<number> = [
  [1, "احد احدي حدا"],
  [8, "ثمن تمن"],
];

/** Hundreds written as one word; «ثلاث مية» in two words is understood too. */
export const ARABIC_HUNDREDS: Rows<number> = [
  [100, "ميه مئه مائه مايه ميت مئة مييه ماءه ميئه مئت"],
  [200, "ميتين ميتان متين مئتين مئتان مئتا مائتين مائتان مائتا مايتين مايتان ميتن مئتيان مئتي"],
  [300, "ثلاثميه ثلاثمئه ثلاثمائه ثلثميه ثلثمئه ثلثمائه ثلاثمايه تلتميه تلاتميه ثلاثميت ثلثميت"],
  [400, "اربعميه اربعمئه اربعمائه اربعمايه ربعميه اربعميت"],
  [500, "خمسميه خمسمئه خمسمائه خمسمايه خمسميت خمصميه"],
  [600, "ستميه ستمئه ستمائه ستمايه ستميت"],
  [700, "سبعميه سبعمئه سبعمائه سبعمايه سبعميت"],
  [800, "ثمانميه ثمانمئه ثمانمائه ثمانيمائه ثمنميه ثمانيميه ثمانمايه تمنميه ثمانميت ثمنميت"],
  [900, "تسعميه تسعمئه تسعمائه تسعمايه تسعميت"],
];

/** Words that multiply what stands before them. */
export const ARABIC_SCALES: Rows<number> = [
  [1e3, "الف الفف الاف ألف آلاف الفا ألوف الاف"],
  [1e6, "مليون ملايين مليونا ملاين مليين مليونات"],
  [1e9, "مليار ملياري مليارات مليارا بليون بلايين"],
  [1e12, "تريليون ترليون تريليونات ترليونات تريليونا"],
  [1e15, "كوادريليون كدريليون كوادرليون"],
  [1e18, "كوينتليون كوينتليونات كوينتيليون"],
  [1e42, "تريديسيليون"],
];

/** Two of a scale in one word. */
export const ARABIC_DUAL_SCALES: Rows<number> = [
  [2e3, "الفين الفان الفا"],
  [2e6, "مليونين مليونان مليوني مليونا"],
  [2e9, "مليارين ملياران مليارا"],
  [2e12, "تريليونين ترليونين تريليونان"],
];

/** One part of a whole. */
export const ARABIC_FRACTIONS: Rows<number> = [
  [1 / 2, "نص نصف نصه نصفه"],
  [1 / 3, "ثلث"],
  [2 / 3, "ثلثين ثلثان ثلثي"],
  [1 / 4, "ربع"],
  [1 / 5, "خمس"],
  [1 / 6, "سدس"],
  [1 / 8, "ثمن"],
];

/** Parts counted by a number before them: «ثلاثة أرباع». The value is how many parts make a whole. */
export const ARABIC_PARTS: Rows<number> = [
  [2, "انصاف"],
  [3, "اثلاث"],
  [4, "ارباع"],
  [5, "اخماس"],
  [6, "اسداس"],
  [7, "اسباع"],
  [8, "اثمان"],
  [9, "اتساع"],
  [10, "اعشار"],
];

/** Order words; «ال» before them is understood. */
export const ARABIC_ORDINALS: Rows<number> = [
  [1, "اول اولي الأولى حادي حاديه اوله"],
  [2, "ثاني ثانيه ثان تاني تانيه"],
  [3, "ثالث ثالثه تالت تالته"],
  [4, "رابع رابعه"],
  [5, "خامس خامسه"],
  [6, "سادس سادسه"],
  [7, "سابع سابعه"],
  [8, "ثامن ثامنه تامن تامنه"],
  [9, "تاسع تاسعه"],
  [10, "عاشر عاشره"],
];

/** A dozen and its like. */
export const ARABIC_COLLECTIVES: Rows<number> = [[12, "دزينه دزينات درزن دسته دستات دستة"]];

/** Words that turn the number after them below zero. */
export const MINUS_WORDS: Rows<true> = [[true, "سالب ناقص minus negative"]];

/** Words that part whole numbers from decimals. */
export const POINT_WORDS: Rows<true> = [[true, "فاصله فاصلة point"]];

export const ENGLISH_CARDINALS: Rows<number> = [
  [0, "zero nil nought naught"],
  [1, "one"],
  [2, "two"],
  [3, "three"],
  [4, "four"],
  [5, "five"],
  [6, "six"],
  [7, "seven"],
  [8, "eight"],
  [9, "nine"],
  [10, "ten"],
  [11, "eleven"],
  [12, "twelve"],
  [13, "thirteen"],
  [14, "fourteen"],
  [15, "fifteen"],
  [16, "sixteen"],
  [17, "seventeen"],
  [18, "eighteen"],
  [19, "nineteen"],
  [20, "twenty"],
  [30, "thirty"],
  [40, "forty fourty"],
  [50, "fifty"],
  [60, "sixty"],
  [70, "seventy"],
  [80, "eighty"],
  [90, "ninety"],
];

export const ENGLISH_SCALES: Rows<number> = [
  [100, "hundred hundreds"],
  [1e3, "thousand thousands k grand alf alaf"],
  [1e5, "lakh lakhs lkh lkhs lac lacs"],
  [1e6, "million millions mn mln mil mio malyon"],
  [1e7, "crore crores krore krores"],
  [1e9, "billion billions bn"],
  [1e12, "trillion trillions"],
];

/** Short scales that count only directly after digits: 5k, 1.2m, 3b. */
export const GLUED_SCALES: Rows<number> = [
  [1e3, "k ك الف"],
  [1e6, "m mn mil mio mln م مليون"],
  [1e9, "b bn g مليار"],
  [1e12, "t tn"],
];

export const ENGLISH_ORDINALS: Rows<number> = [
  [1, "first"],
  [2, "second"],
  [3, "third"],
  [4, "fourth"],
  [5, "fifth"],
  [6, "sixth"],
  [7, "seventh"],
  [8, "eighth"],
  [9, "ninth"],
  [10, "tenth"],
  [11, "eleventh"],
  [12, "twelfth"],
  [13, "thirteenth"],
  [14, "fourteenth"],
  [15, "fifteenth"],
  [16, "sixteenth"],
  [17, "seventeenth"],
  [18, "eighteenth"],
  [19, "nineteenth"],
  [20, "twentieth"],
  [30, "thirtieth"],
  [40, "fortieth"],
  [50, "fiftieth"],
  [60, "sixtieth"],
  [70, "seventieth"],
  [80, "eightieth"],
  [90, "ninetieth"],
  [100, "hundredth"],
  [1000, "thousandth"],
  [1e6, "millionth"],
  [1e9, "billionth"],
  [1e12, "trillionth"],
];

/** Names of parts in English: the value is how many make a whole. */
export const ENGLISH_PARTS: Rows<number> = [
  [2, "half halves"],
  [3, "third thirds"],
  [4, "quarter quarters fourth fourths"],
  [5, "fifth fifths"],
  [6, "sixth sixths"],
  [7, "seventh sevenths"],
  [8, "eighth eighths"],
  [9, "ninth ninths"],
  [10, "tenth tenths"],
  [20, "twentieths twentieth"],
  [30, "thirtieths"],
  [100, "hundredths hundredth"],
  [1000, "thousandths thousandth"],
  [1e6, "millionths millionth"],
  [1e9, "billionths billionth"],
  [1e12, "trillionths trillionth"],
];

/** A dozen and its like. */
export const ENGLISH_COLLECTIVES: Rows<number> = [[12, "dozen dozens"]];
