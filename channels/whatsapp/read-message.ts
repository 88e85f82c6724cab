import type { ChannelNews } from "../../bot/contracts/channel.ts";
import type { InboundMessage } from "../../bot/conversation/message.ts";
import { asRecord, idAt, type JsonRecord, listAt, recordAt, textAt } from "../shared/json.ts";
import { contentOf, typeOf } from "./content.ts";
import { graphError } from "./failures.ts";
import { addressOn, info, type Line, momentAt } from "./line.ts";
import { personOf, senderOf } from "./people.ts";

/** One entry of `messages` as news: the message, what it proves about who somebody is, and what was wrong with it. */
export function readMessage(message: JsonRecord, line: Line): readonly ChannelNews[] {
  const id = idAt(message, "id");
  const sender = senderOf(message, line.introduced);
  const type = typeOf(message).slice(0, 60);
  if (id === "" || sender === null) {
    return [info(line, "message without id or sender", `type ${type}, id ${id || "none"}`)];
  }
  if (idAt(message, "group_id") !== "") {
    return [info(line, "group message not answered", `type ${type}, id ${id}`)];
  }
  const { ownPhones, ...content } = contentOf(message);
  const person =
    personOf([sender.person.handle, ...sender.person.alsoKnownAs, ...ownPhones]) ?? sender.person;
  const inbound: InboundMessage = {
    id,
    from: addressOn(line, sender.person.handle),
    alsoKnownAs: [person.handle, ...person.alsoKnownAs].filter((known) => known !== sender.person.handle),
    senderName: sender.name,
    ...content,
    origin: originOf(message),
    sentAt: momentAt(message, line),
  };
  return [
    { kind: "message", message: inbound },
    ...changeOfIdentity(message, line),
    ...faultsOf(message, line),
  ];
}

/** A new number or a new business-scoped id, as Meta's system messages tell it. */
function changeOfIdentity(message: JsonRecord, line: Line): readonly ChannelNews[] {
  const system = recordAt(message, "system");
  const changed = /changed_number|changed_user_id/.test(idAt(system, "type"));
  if (!changed) return [];
  const now = personOf([idAt(system, "wa_id"), idAt(system, "new_wa_id"), idAt(system, "user_id")]);
  const was = personOf([
    idAt(message, "from"),
    idAt(system, "previous_user_id"),
    idAt(message, "from_user_id"),
    /changed from (\S+) to /.exec(textAt(system, "body"))?.[1] ?? "",
  ]);
  const current = now ? [now.handle, ...now.alsoKnownAs] : [];
  const previous = was && [was.handle, ...was.alsoKnownAs].find((handle) => !current.includes(handle));
  if (!previous || current.length === 0) {
    return [info(line, "identity change without both ends", idAt(message, "id"))];
  }
  return [{ kind: "identity", previous: addressOn(line, previous), current }];
}

/** What Meta says went wrong with this message; "type not supported" is already what the message itself says. */
function faultsOf(message: JsonRecord, line: Line): readonly ChannelNews[] {
  return listAt(message, "errors").flatMap((item) => {
    const found = asRecord(item);
    const error = found && graphError(found);
    if (!error || error.code === 131051 || error.code === 131060) return [];
    return [info(line, "message with an error", `${error.detail} (${idAt(message, "id")})`)];
  });
}

const fromAds = [
  "source_url",
  "source_id",
  "source_type",
  "headline",
  "body",
  "media_type",
  "image_url",
  "video_url",
  "thumbnail_url",
  "ctwa_clid",
] as const;

/** The advertisement, post or product that brought the person. */
function originOf(message: JsonRecord): InboundMessage["origin"] {
  const origin: Record<string, string> = {};
  const keep = (record: JsonRecord, keys: readonly string[]) => {
    for (const key of keys) {
      const value = textAt(record, key).slice(0, 2000).toWellFormed();
      if (value !== "") origin[key] = value;
    }
  };
  keep(recordAt(message, "referral"), fromAds);
  keep(recordAt(recordAt(message, "context"), "referred_product"), ["catalog_id", "product_retailer_id"]);
  return Object.keys(origin).length === 0 ? null : origin;
}
