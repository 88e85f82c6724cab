import type { Prospect } from "../support/prospect.ts";

type Bank = Readonly<Record<string, readonly string[]>>;

/** What people answer when asked, in words a rep in Riyadh, Jeddah or Dammam would recognise. */
const AR: Bank = {
  name: [
    "أنا أبو فهد، خالد العتيبي",
    "معك نورة القحطاني",
    "اسمي سلطان الحربي",
    "محمد",
    "معاك أخوك عبدالله الشهري",
  ],
  company: [
    "مجمع عيادات الأفق الطبي",
    "شركتنا اسمها نماء التجارية",
    "مستوصف الرعاية الأولى",
    "مؤسسة ركن الضيافة",
  ],
  role: ["أنا المدير التنفيذي", "مدير العمليات", "مسؤول المشتريات", "صاحب المؤسسة"],
  sector: ["عيادات أسنان", "مطاعم", "عيادات طبية", "صالونات نسائية"],
  companySize: ["٤٥ موظف", "تقريبا ستين موظف", "حدود ٣٠ شخص", "بين ٢٠ و ٣٠"],
  city: ["الرياض", "احنا بجدة", "الدمام", "الخبر والدمام"],
  need: [
    "المواعيد تضيع علينا وكثير من المراجعين ما يحضرون",
    "نبي نظام يذكر الناس بمواعيدهم بدل ما نتصل عليهم واحد واحد",
    "الحجز عندنا بالورقة والقلم وكل يوم تضارب",
  ],
  budget: ["حدود ٦٠ ألف بالسنة", "٥٠ الى ٧٠ ألف", "ما تتعدى ٤٠ ألف ريال", "خمسين ألف"],
  authority: ["القرار عندي", "أنا اللي أقرر", "لازم موافقة المدير العام", "انا والشريك نقرر"],
  timeline: ["نبي نبدأ الشهر الجاي", "بأقرب وقت", "خلال ثلاثة أشهر", "قبل نهاية السنة"],
  email: ["khalid@alofuq.sa", "الايميل noura@nama.com.sa"],
  phone: ["0551234567"],
};

const EN: Bank = {
  name: ["I'm Sara Haddad", "This is Omar", "Khalid Mansour here"],
  company: ["Horizon Dental Group", "We are Al Noor Clinics", "Company is Bright Smile Co."],
  role: ["I'm the operations manager", "CEO", "owner"],
  sector: ["dental clinics", "restaurants", "healthcare"],
  companySize: ["about 45 people", "60 employees", "between 20 and 30"],
  city: ["Riyadh", "we're in Jeddah", "Dammam"],
  need: [
    "patients keep missing their appointments",
    "we book on paper and it is a mess",
    "we need automatic reminders",
  ],
  budget: ["around 60k a year", "50 to 70 thousand SAR", "not more than 40k"],
  authority: ["it's my call", "I decide", "my boss has to approve"],
  timeline: ["next month", "as soon as possible", "within three months"],
  email: ["sara@horizon.sa"],
  phone: ["+966551234567"],
};

const ARABIZI: Bank = {
  name: ["ana khalid", "esmi nora"],
  company: ["shareka esmaha Namaa", "mujamma3 Al Ofuq"],
  role: ["ana almodeer", "moder altashgheel"],
  sector: ["3eyadat asnan", "mata3em"],
  companySize: ["40 mowazaf", "7wali 30 mowazaf"],
  city: ["alriyadh", "jeddah"],
  need: ["el mawa3eed t6ee3 3alayna", "nabi tathkeer bil mawa3eed"],
  budget: ["7dood 50 alf", "60 alf riyal"],
  authority: ["el qarar 3endi", "ana elly agarrer"],
  timeline: ["alshahar aljay", "b2agrab wagt"],
  email: ["khalid@ofuq.sa"],
  phone: ["0551234567"],
};

export const BANKS = { ar: AR, en: EN, arabizi: ARABIZI } as const;
export type Speech = keyof typeof BANKS;

/** Things people ask in between, each of which has an answer. */
export const DIGRESSIONS = {
  ar: ["كم السعر؟", "انت روبوت؟", "هل تربطون مع قوى؟", "وين مقركم؟", "غالي والله", "عندكم تجربة مجانية؟"],
  en: [
    "how much is it?",
    "are you a robot?",
    "do you integrate with Zoho?",
    "sounds expensive",
    "where are you based?",
  ],
  arabizi: ["kam alsi3er?", "enta robot?", "ghali"],
} as const;

/** Chance that can be repeated. */
export function dice(seed: number): <Item>(items: readonly Item[]) => Item {
  let state = seed >>> 0;
  return (items) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const item = items[Math.floor((state / 2 ** 32) * items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  };
}

/** Answers whatever is asked until `done`; taps offered times, agrees to what is read back, digresses now and then. */
export async function answerUntil(
  prospect: Prospect,
  speech: Speech,
  seed: number,
  options: {
    readonly done?: (talk: { readonly asking: string | null; readonly outcome: string | null }) => boolean;
    readonly digress?: boolean;
    readonly own?: Readonly<Record<string, string>>;
  } = {},
): Promise<void> {
  const pick = dice(seed);
  const done = options.done ?? (({ outcome }) => outcome === "booked");
  for (let turns = 0; turns < 25; turns++) {
    const talk = await prospect.talk();
    if (done(talk)) return;
    if (options.digress && talk.asking !== null && pick([0, 0, 0, 1]) === 1) {
      await prospect.says(pick<string>(DIGRESSIONS[speech]));
      continue;
    }
    await answerOnce(prospect, talk.asking, speech, pick, options.own ?? {});
  }
  throw new Error(`not done after 25 answers: ${JSON.stringify(await prospect.talk())}`);
}

async function answerOnce(
  prospect: Prospect,
  asking: string | null,
  speech: Speech,
  pick: ReturnType<typeof dice>,
  own: Readonly<Record<string, string>>,
): Promise<void> {
  if (asking === null) throw new Error("the assistant asks nothing: a dead end");
  prospect.answered.push(asking);
  if (own[asking] !== undefined) await prospect.says(own[asking]);
  else if (asking === "appointment") await prospect.taps(pick([1, 2, 3]));
  else if (asking === "confirm")
    await prospect.says(
      speech === "en" ? "yes please" : speech === "ar" ? pick(["ايه تمام", "نعم", "أكيد"]) : "eeh tamam",
    );
  else await prospect.says(pick(bankOf(speech, asking)));
}

function bankOf(speech: Speech, topic: string): readonly string[] {
  const phrases = BANKS[speech][topic];
  if (phrases === undefined) throw new Error(`no phrases for ${topic}`);
  return phrases;
}
