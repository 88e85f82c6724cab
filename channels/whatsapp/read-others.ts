import type { ChannelNews } from "../../bot/contracts/channel.ts";
import { briefly, idAt, type JsonRecord, recordAt } from "../shared/json.ts";
import { contentOf } from "./content.ts";
import { addressOn, info, type Line, momentAt } from "./line.ts";
import { personOf } from "./people.ts";

/** A message that a rep wrote in the business app. Its deletion is no answer to anybody, so it is only noticed. */
export function readEcho(echo: JsonRecord, line: Line): ChannelNews {
  const id = idAt(echo, "id");
  const to = idAt(echo, "to");
  // Some senders swap the ends; whichever end is our own number, the other is the person.
  const swapped = to !== "" && to === line.ownNumber;
  const person = personOf(
    swapped ? [idAt(echo, "from"), idAt(echo, "from_user_id")] : [to, idAt(echo, "to_user_id")],
  );
  if (id === "" || person === null) return info(line, "echo without id or receiver", `id ${id || "none"}`);
  const content = contentOf(echo);
  if (content.kind === "revoke") return info(line, "echo deleted in the business app", id);
  return {
    kind: "echo",
    id,
    to: addressOn(line, person.handle),
    alsoKnownAs: person.alsoKnownAs,
    text: content.text,
    sentAt: momentAt(echo, line),
  };
}

/** What a person allowed in WhatsApp's own settings; anything but stop and resume of marketing is only noticed. */
export function readPreference(preference: JsonRecord, line: Line): ChannelNews {
  const person = personOf([idAt(preference, "wa_id"), idAt(preference, "user_id")]);
  const marketing = idAt(preference, "value");
  const category = idAt(preference, "category");
  const known = marketing === "stop" || marketing === "resume";
  if (person === null || !known || category !== "marketing_messages") {
    return info(line, "preference not used", `${category} ${marketing}`);
  }
  const from = addressOn(line, person.handle);
  return { kind: "preference", from, marketing, at: momentAt(preference, line) };
}

/** A business-scoped id that Meta made anew. */
export function readIdUpdate(update: JsonRecord, line: Line): ChannelNews {
  const ids = recordAt(update, "user_id");
  const previous = idAt(ids, "previous");
  const now = personOf([idAt(ids, "current"), idAt(update, "wa_id")]);
  if (previous === "" || now === null)
    return info(line, "identity change without both ends", briefly(Object.keys(update)));
  return { kind: "identity", previous: addressOn(line, previous), current: [now.handle, ...now.alsoKnownAs] };
}

/** A call's event: the bot does not take calls. */
export function readCall(call: JsonRecord, line: Line): ChannelNews {
  return info(line, "call", `${idAt(call, "event") || idAt(call, "status")} ${idAt(call, "id")}`);
}

/** Something about a group: groups are not answered. */
export function readGroup(group: JsonRecord, line: Line): ChannelNews {
  return info(line, "group", `${idAt(group, "type")} ${idAt(group, "group_id")}`);
}
