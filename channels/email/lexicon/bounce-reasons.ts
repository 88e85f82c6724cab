/** Why a message came back, in the order in which the reasons are looked for; words folded to lower case. */
export interface BounceReason {
  readonly name: string;
  /** Whether the address is dead: nobody will ever read mail sent there. A full mailbox or a refusal is not. */
  readonly hard: boolean;
  /** The status to report when the notice names none. */
  readonly status: string;
  readonly words: RegExp;
}

export const BOUNCE_REASONS: readonly BounceReason[] = [
  {
    name: "not about the recipient",
    hard: false,
    status: "5.0.0",
    words:
      /in reply to (?:end of data|mail from)|domain of sender|sender (?:address|domain)|command (?:output|failed|died)|mailer error|exit status|(?:procmail|maildrop|mail\.local|deliver|sieve)\S{0,3} (?:couldn't|could not|cannot|can't)|google groups|\bgroup\b.{0,80}(?:may not exist|permission)/,
  },
  {
    name: "user surely unknown",
    hard: true,
    status: "5.1.1",
    words:
      /user unknown|unknown (?:user|recipient|mailbox|local part)|no such (?:user|person|recipient|mailbox|address)|recip(?:ient)?[ -]?not[ -]?found|recipient address rejected: (?:access denied|undeliverable|invalid|user|unknown)|(?:account that you tried to reach|recipient|mailbox|user|addressee) does not exist|not listed in domino|(?:user|recipient|mailbox) (?:is )?not (?:found|known|present)|no mailbox (?:here )?by that name|mailbox (?:is )?(?:inactive|invalid)|\b(?:550|551|5\.1\.\d)\b[^\n]{0,80}mailbox (?:is )?unavailable|illegal alias|recipient no longer on server|recipient (?:refused|rejected|not exist|not ok)|address rejected\.|no one (?:here|at this address)|(?:invalid|bad) (?:recipient|mailbox|destination mailbox)|bad-?recipient|badrcptto|address (?:unknown|does not exist|no longer accepts mail)|no account by that name|doesn't have an? \S{1,30} account|address (?:could ?n[o'’]t|couldn't) be found/,
  },
  {
    name: "moved",
    hard: true,
    status: "5.1.6",
    words:
      /has moved|has been replaced by|no longer (?:at|with) (?:this|our|the) (?:address|company|organi[sz]ation)|address changed|new (?:e-?mail )?address(?: is)?:/,
  },
  {
    name: "mailbox full",
    hard: false,
    status: "5.2.2",
    words:
      /(?:mail ?box|inbox|account|user|recipient|mail ?folder|maildir|disk|storage|message store)(?:'s)?[^.\n]{0,60}(?:is |are |was )?(?:full|over ?quota|over the allowed quota|exceed|out of (?:storage|space)|too full)|quota (?:exceed|is exceeded|reached|full|limit|violation)|(?:over|exceed\w*)[^.\n]{0,40}quota|insufficient (?:disk|system storage|user storage|storage)|mailbox size limit|boite du destinataire pleine|overquota|not enough (?:storage|disk)|no space left|disk full/,
  },
  {
    name: "too fast",
    hard: false,
    status: "4.7.1",
    words:
      /too many (?:messages|recipients|connections|mails|concurrent|sessions|errors|invalid|bad|smtp)|(?:rate|sending|message|connection|throttl\w*) limit|throttl|too (?:fast|quickly|frequent)|slow down|max(?:imum)? (?:number of )?(?:recipients|connections|messages)|try again (?:later|in)|greylist|temporarily deferred|deferred due to|concurrency/,
  },
  {
    name: "suspended",
    hard: false,
    status: "5.2.1",
    words:
      /(?:account|mailbox|user|recipient|address|e-?mail account that you tried to reach)[^.\n]{0,70}(?:suspend|disabled|inactive|deactivated|locked|temporarily (?:unavailable|blocked)|not active|expired)|(?:suspended|disabled|inactive|deactivated) (?:user|account|mailbox|recipient)|boite du destinataire archivee/,
  },
  {
    name: "not authenticated",
    hard: false,
    status: "5.7.26",
    words:
      /dmarc|\bspf\b|\bdkim\b|unauthenticated|sender policy framework|authenticat\w+ (?:check|fail|require|result)|not (?:pass|authenticated)|dnssec|starttls|tls (?:is )?(?:required|error)/,
  },
  {
    name: "refused",
    hard: false,
    status: "5.7.1",
    words:
      /spam|suppress|not ?authori[sz]ed|\bube\b|virus|malware|phish|blacklist|block ?list|black list|\brbl\b|\bdnsbl\b|spamhaus|blocked|reputation|(?:ptr|reverse dns|rdns|reverse hostname)|polic(?:y|ies)|prohibit|not (?:permitted|allowed|authori[sz]ed|welcome)|denied|reject(?:ed|s)? (?:by|for|due|because|your|the|mail|message|as|under|content)|content reject|message (?:content )?reject|refused|administrative|suspicious|unsolicited|relay|helo|ehlo|my name was rejected|restricted|permission|security|listed (?:in|at|on)|banned|sender (?:address )?(?:reject|verif|is not)|(?:invalid|bad|unknown|unresolvable) (?:sender|return-path|from)|domain of sender|sender domain|temporarily rejected|invalid domain name|unacceptable|not rfc|does not comply|non-compliant/,
  },
  {
    name: "too large",
    hard: false,
    status: "5.3.4",
    words:
      /(?:message|mail|size|attachment)[^.\n]{0,50}(?:too (?:large|big|long)|exceed|larger than|over the (?:maximum|limit))|size limit|maximum (?:message|allowed|permitted) size|message size/,
  },
  {
    name: "content",
    hard: false,
    status: "5.6.0",
    words:
      /header error|(?:malformed|invalid|illegal|missing|duplicate|improper)[^.\n]{0,30}(?:header|content|mime|charset|message|date)|8bit|smtputf8|line length|lines? too long|content (?:error|conversion)/,
  },
  {
    name: "network",
    hard: false,
    status: "4.4.0",
    words:
      /(?:host|domain)(?: name)? (?:not found|lookup failure)[;,] try again|lookup (?:failure|failed temporarily)|unable to resolve route|dns records for the destination|malformed .{0,30}name server|\bloop|no route to host|host (?:is )?unreachable|too many hops|hop count|points to (?:local host|myself)/,
  },
  {
    name: "host unknown",
    hard: true,
    status: "5.1.2",
    words:
      /host (?:unknown|not found|or domain name not found|name (?:lookup failure|has no))|unknown host|domain is not reachable|recipient domain must exist|no smtp service|(?:domain|host)(?: name)?[^.\n]{0,60}(?:does ?n[o']t exist|not exist|not found|could ?n[o']t be found|unrouteable|no such|lookup fail\w*|is invalid)|unrouteable (?:mail )?domain|no such (?:domain|host)|nxdomain|name or service not known|no (?:mx|mail server|a record|address) (?:record|found|for)|illegal host|unknown domain|could ?n[o']t (?:find|resolve) (?:any |a |the )?(?:host|domain)|all relevant mx records point to non-existent|nullmx|null mx|does not accept (?:mail|e-?mail)|domain .{1,60} not found/,
  },
  {
    name: "user unknown",
    hard: true,
    status: "5.1.1",
    words:
      /(?:user|recipient|mailbox|account|address|alias|local ?part|addressee|destination|person|member|inbox|e-?mail)\S{0,3}[^.\n]{0,80}(?:unknown|not (?:be )?found|does ?n[o'’]t exist|not exist|no longer (?:exist|available|in use|valid|active)|non-?existent|is ?n[o'’]?t (?:valid|known|exist|listed|registered|a known|a valid|found|here|a registered)|could ?n[o'’]t be found|is not recognized|has been deleted|is invalid|not known|not listed|not a valid|unrecognized)|(?:unknown|no such|invalid|bad|not a valid|nonexistent|undefined|unrecognized|not our) (?:local|user|recipient|mailbox|address|account|alias|customer|person|email|e-mail|addressee|destination)|(?:not a )?registered (?:gateway )?user|address not found|not found by smtp address lookup|no mailbox here|user (?:not found|unknown|doesn't have a)|does not have an? .{0,30}account|not listed in|no one here|isn't a|unrouteable address|does not like recipient|unknown address|nosuchuser|no existe|n'existe pas|existiert nicht|unbekannt|sconosciut|unzustellbar|not have a .{0,30}mailbox|user not exist|ukendt|onbekend|usuario desconocido|desconhecid|не существует|ユーザ|あて先|宛先不明|見つかりません|غير موجود/,
  },
  {
    name: "out of time",
    hard: false,
    status: "4.4.7",
    words:
      /time[d]?[ -]?out|expired|too long|retry time|(?:could|can)(?: ?n[o'’]t)? (?:be )?(?:deliver\w* )?(?:for|within) .{0,30}(?:hours?|days?|minutes)|not reachable|unreachable|no route|network|connection (?:refused|reset|dropped|lost|closed|was|failed)|unable to connect|could ?n[o'’]t connect|failing for a long time|has been delayed|delayed|still being retried|warning (?:message )?only|giving up|message will be retried|host or domain name lookup|lookup (?:failure|failed)|loop|hop count|too many hops|temporar|unable to (?:be )?deliver\w* in|did not respond|not respond/,
  },
];

/** Who only ever sends delivery reports, before the @ or as the whole name. */
export const DAEMONS =
  /^(?:mailer[-_.]?daemon|mail[-_.]?daemon|mail delivery (?:sub)?system)(?:[+@=\-_.\s<"]|$)/i;

/** Who sends delivery reports and other mail. */
export const POSTMASTERS =
  /^(?:po+stmaster|mail[-_. ]?deliver(?:y|er)|mailer|bounces?|microsoftexchange[0-9a-f]*|system[-_. ]?administrator|mdaemon|postoffice|double-bounce|mail ?admin)(?:[+@=\-_.\s<"]|$)/i;

export const BOUNCE_SUBJECTS =
  /undeliver(?:ed|able)|delivery status notification|mail(?: delivery)? (?:fail|system error|error)|deliver(?:y|ing)[^.]{0,20} (?:fail\w*|problem|error|notification|delay|report|unsuccessful|has failed|incomplete)|fail(?:ed|ure) (?:delivery|notice|to deliver|mail)|failure notice|returned (?:mail|to sender|email)|returning (?:message|mail|to sender)|return(?:ed)? to sender|could not (?:be )?deliver|not (?:be )?delivered|non[- ]?(?:delivery|remis|deliverable|recapit)|unzustellbar|nicht (?:zugestellt|zustellbar)|non remis|no se (?:pudo|puede) entregar|no entregado|mancato recapito|non recapitabile|onbestelbaar|olevererbart|kan ikke leveres|niet (?:bezorgd|afgeleverd)|não (?:entregue|pôde ser)|delayed mail|mail delayed|warning: (?:could not send|message)|message (?:not delivered|undeliverable|delayed|status - undeliver|delivery)|blocked by our|mail failed|rejected mail|mail could not|address (?:not found|rejected)|delivery (?:report|incomplete)|не доставлен|недоставлен|доставлено|配信(?:不能|できません|失敗)|不達|エラー|退信|退件|تعذر (?:التسليم|تسليم)|فشل (?:التسليم|تسليم|ارسال)|لم يتم (?:التسليم|تسليم)|غير قابل للتسليم/i;

/** Where the returned message begins inside a notice that is only words. */
export const RETURNED_MESSAGE =
  /^[ \t]*(?:[-=_*|]{2,}[ \t]*(?:this is a copy of|original message|begin message|below this line|the header of the original|forwarded message|returned message|message (?:text|header|contents?) follow|unsent message|your original|body of message|included is|the unsent|transcript of the original|undelivered message|message header|начало|(?:copy|headers) of)|original message (?:headers|follows|header)|(?:message )?headers follow|(?:the )?(?:text|header|headers) of (?:the|your) (?:original )?message|below (?:is|are) (?:a copy|the)|included is a copy|your message (?:reads|was):|a copy of (?:the|your) (?:original )?message|intestazioni originali|ursprüngliche nachrichtenkopf|en-têtes de message|received:\s?from|return-path:|dkim-signature:|arc-seal:)/im;
