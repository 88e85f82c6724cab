/**
 * Words that carry no fact and no wish by themselves, in plain spelling: what is left of a text without them, and
 * without what the rules read, is what the rules did not understand.
 */
export const FILLERS: ReadonlySet<string> = new Set(
  `السلام عليكم وعليكم سلام ورحمه الله وبركاته رحمه هلا مرحبا مرحبتين اهلا وسهلا حياك حياكم الله يعطيك يعطيكم العافيه عافيه صباح
  الخير مساء النور مساكم صبحكم كيف الحال حالك حالكم كيفك كيفكم شلونك شلونكم شخباركم اخبارك اخباركم طيب طيبين بخير الحمد لله
  لو سمحت سمحتم سمحتوا من فضلك فضلكم ابغي ابي ابغا نبي نبغي نبغا ودي ودنا اريد نريد حاب حابين اود نود ارغب نرغب
  عندي عندنا عندكم لدينا لدي معي معك معكم انا انت انتم انتو نحن احنا حنا هو هي هم هذا هذي هذه ذا ذي ذلك اللي الذي التي
  في من الي علي عن مع ب ل و ف ثم او ام لكن بس عشان علشان لان لانه كي حتي قبل بعد بين عند كل بعض غير اي ايش وش شنو كم متي
  وين كيف ليش هل ما لا مو مب ماهو نعم ايه ايوه اي اوك تمام زين ممتاز جدا مره كثير شوي تقريبا حوالي حدود الحين الان اليوم
  يا اخوي اختي استاذ استاذه يالغالي الغالي طال عمرك عمركم جزاكم خيرا شكرا مشكور مشكورين تسلم تسلمون ان شاء باذن
  والله بالله ماشاء ياليت ممكن يمكن اقدر نقدر تقدر تقدرون يصير صار كان كانت يكون تكون فيه مافي مافيه بالنسبه يعني كذا كمان برضو ايضا
  شي شيء اشياء حق حقت حقنا بتاع تبع شغل شركه شركتنا شركتي مؤسسه موسسه موسستنا مكتبنا محلنا اسمي اسم
  hi hello hey dear good morning evening afternoon day greetings salam salaam alaikum thanks thank you please kindly regards best
  i we you he she it they me us my our your their its the a an this that these those is are was were be been being am im ive
  do does did have has had will would can could should may might shall of to in on at by for from with about as and or but so if
  then than just also too very really quite some any all more much many there here what how when where who why which not no yes ok okay
  want need like looking look would interested get got let know tell well sure fine great still now right company business sir madam mr ms`
    .split(/\s+/u)
    .filter((word) => word !== ""),
);
