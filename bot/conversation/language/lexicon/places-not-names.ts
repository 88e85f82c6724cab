/** Countries and regions as people write them, one after another, several words bound by "_". Add spellings freely. */
export const COUNTRIES =
  "السعوديه المملكه المملكه_العربيه_السعوديه الشرقيه المنطقه_الشرقيه القصيم عسير الجوف الحجاز نجد الكويت قطر البحرين الامارات عمان سلطنه_عمان اليمن العراق الاردن سوريا لبنان فلسطين مصر السودان ليبيا تونس الجزائر المغرب الصومال تركيا ايران الهند باكستان بنغلاديش افغانستان الصين اليابان امريكا بريطانيا فرنسا المانيا ايطاليا اسبانيا روسيا " +
  "saudi saudi_arabia ksa kingdom_of_saudi_arabia qassim asir najd hejaz hijaz kuwait qatar bahrain uae emirates united_arab_emirates oman yemen iraq jordan syria lebanon palestine egypt sudan libya tunisia algeria morocco somalia turkey turkiye iran india pakistan bangladesh afghanistan china japan usa america united_states uk britain england united_kingdom france germany italy spain russia canada australia";

/** Beside a place's name: "Riyadh office", «مدينة جدة», «فرع الدمام». */
export const PLACE_FILLERS = "مدينه المدينه فرع الفرع مكتب مقر حي city office branch region province area";
