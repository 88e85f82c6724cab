/** Lines that a device or an app adds by itself; each must match a whole folded line. */
export const FOOTERS: readonly RegExp[] = [
  /^(?:this (?:message|e-?mail) was sent (?:via|with|by|using|from my)|sent (?:from|via|with|by|using)) (?:my |a |an |the )?\S.{0,90}$/,
  /^from my (?:iphone|ipad|ipod|android|samsung|galaxy|huawei|mobile|phone|blackberry|cell)\b.{0,40}$/,
  /^(?:.{0,30}\s)?from mobile$/,
  /^get \[?outlook for (?:ios|android|mac).{0,120}$/,
  /^get \[?(?:the )?(?:yahoo mail|gmail|bluemail|typeapp|spark)\b.{0,120}$/,
  /^envoyé (?:depuis|à partir de|de(?:puis)?|avec|via) .{1,90}$/,
  /^provenance : .{1,60}$/,
  /^(?:von meinem .{1,60} gesendet|gesendet (?:von|mit|über|aus) .{1,90})$/,
  /^diese (?:nachricht|e-mail|mail) wurde (?:von|mit) .{1,90} gesendet\.?$/,
  /^(?:inviato|spedito) (?:da|dal|con|via) .{1,90}$/,
  /^(?:enviado|enviada) (?:desde|do|da|de|con|via|a partir|pelo) .{1,90}$/,
  /^(?:verzonden|verstuurd) (?:vanaf|met|via|van) .{1,90}$/,
  /^(?:skickat|sänt) från .{1,90}$/,
  /^(?:sendt|sent) fra .{1,90}$/,
  /^lähetetty .{1,90}$/,
  /^wysłan[eoya] (?:z|ze|za pomocą|przy użyciu) .{1,90}$/,
  /^odesláno (?:z|ze|pomocí) .{1,90}$/,
  /^(?:отправлено|надіслано|відправлено) (?:с|со|из|з|із|от) .{1,90}$/,
  /^.{1,40}(?:'d[ae]n|'den|dan) gönderildi$/,
  /^從我的 .{1,40} 傳送$/,
  /^(?:发自|發自|寄自)(?:我的)?.{1,40}$/,
  /^.{1,40}(?:から送信|에서 보냄|에서 보낸)$/,
  /^נשלח מ.{1,60}$/,
  /^(?:تم (?:ال)?ارسال(?:ها|ه)? ?(?:هذه الرسالة |هذا البريد )?|(?:هذه الرسالة )?(?:مرسل|مرسلة|ارسلت|ارسل|بعثت|كتبت)) ?(?:هذه الرسالة |بواسطة )?(?:من|عبر|باستخدام|بواسطة) .{1,80}$/,
  /^(?:احصل على|الحصول على|قم بتنزيل|تنزيل) (?:outlook|بريد|تطبيق|gmail).{1,80}$/,
];

/** Words that a footer's line has and a person's sentence rarely: without one of them "sent from …" may be content. */
export const FOOTER_THING =
  /iphone|ipad|ipod|android|outlook|mail|gmail|yahoo|samsung|galaxy|huawei|htc|xiaomi|blackberry|nokia|lumia|windows|mobile|phone|device|cell|tablet|handy|mobilgerät|mobil|airmail|proton|spark|superhuman|ti-85|alcatel|pixel|thunderbird|smartphone|téléphone|telefon|telefono|teléfono|celular|móvil|iphone|айфон|телефон|устройств|ايفون|الايفون|الاي فون|اي فون|ايباد|الايباد|اندرويد|سامسونج|جالكسي|هواوي|جيميل|اوتلوك|(?:^|\s)(?:ال)?(?:جوال|هاتف|جهاز|بريد)[يكه]?(?=$|[\s.])|手机|手機|我的/;

/** Lines that tell a reader of a notification where to click; they are never the person's words. */
export const NOTICES: readonly RegExp[] = [
  /^(?:to (?:respond|stop receiving|unsubscribe)|visit (?:topic|message)|reply to this email|unsubscribe)\b.{0,160}$/,
];
