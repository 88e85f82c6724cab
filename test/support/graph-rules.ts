/** A request to `/messages` as Meta documents it; only what we read. */
export interface GraphBody {
  readonly messaging_product?: string;
  readonly recipient_type?: string;
  readonly to?: string;
  readonly recipient?: string;
  readonly type?: string;
  readonly status?: string;
  readonly message_id?: string;
  readonly biz_opaque_callback_data?: string;
  readonly context?: { readonly message_id?: string };
  readonly text?: { readonly body?: string };
  readonly interactive?: {
    readonly type: "button" | "list";
    readonly body: { readonly text: string };
    readonly action: {
      readonly button?: string;
      readonly buttons?: readonly { readonly reply: { readonly id: string; readonly title: string } }[];
      readonly sections?: readonly {
        readonly rows: readonly {
          readonly id: string;
          readonly title: string;
          readonly description?: string;
        }[];
      }[];
    };
  };
  readonly document?: {
    readonly id?: string;
    readonly link?: string;
    readonly caption?: string;
    readonly filename?: string;
  };
  readonly template?: { readonly name?: string; readonly language?: { readonly code?: string } };
}

/** Everything Meta would refuse about a request; empty = it would be taken. */
export function complaintsAbout(body: GraphBody): readonly string[] {
  if (body.messaging_product !== "whatsapp") return ["messaging_product is not whatsapp"];
  if (body.status === "read") return need(Boolean(body.message_id), "a read sign without message_id");
  return [
    ...need(body.recipient_type === "individual", "recipient_type"),
    ...need(/^\+\d{7,15}$/.test(body.to ?? "") || /^[A-Z]{2}\./.test(body.recipient ?? ""), "to"),
    ...need((body.biz_opaque_callback_data ?? "x").length <= 512, "biz_opaque_callback_data too long"),
    ...contentComplaints(body),
  ];
}

function contentComplaints(body: GraphBody): readonly string[] {
  switch (body.type) {
    case "text":
      return length(body.text?.body, 4096, "text");
    case "interactive":
      return interactiveComplaints(body.interactive);
    case "document":
      return need(Boolean(body.document?.id ?? body.document?.link), "a document without id or link");
    case "template":
      return need(
        Boolean(body.template?.name && body.template.language?.code),
        "a template without name or language",
      );
    default:
      return [`type ${body.type} is not one we send`];
  }
}

function interactiveComplaints(interactive: GraphBody["interactive"]): readonly string[] {
  if (interactive === undefined) return ["interactive without its part"];
  const { action, body, type } = interactive;
  if (type === "button") {
    const buttons = (action.buttons ?? []).map(({ reply }) => reply);
    return [
      ...length(body.text, 1024, "body"),
      ...need(buttons.length >= 1 && buttons.length <= 3, `${buttons.length} buttons`),
      ...buttons.flatMap(({ id, title }) => [
        ...length(title, 20, "button title"),
        ...length(id, 256, "button id"),
      ]),
      ...distinct(
        buttons.map(({ id }) => id),
        "button ids",
      ),
      ...distinct(
        buttons.map(({ title }) => title),
        "button titles",
      ),
    ];
  }
  const rows = (action.sections ?? []).flatMap((section) => section.rows);
  return [
    ...length(body.text, 4096, "body"),
    ...length(action.button, 20, "list button"),
    ...need(rows.length >= 1 && rows.length <= 10, `${rows.length} rows`),
    ...rows.flatMap(({ id, title, description }) => [
      ...length(title, 24, "row title"),
      ...length(id, 200, "row id"),
      ...(description === undefined ? [] : length(description, 72, "row description")),
    ]),
    ...distinct(
      rows.map(({ id }) => id),
      "row ids",
    ),
  ];
}

function length(text: string | undefined, most: number, what: string): readonly string[] {
  const long = text?.length ?? 0;
  return need(long >= 1 && long <= most && text?.trim() !== "", `${what} of ${long} letters`);
}

function distinct(values: readonly string[], what: string): readonly string[] {
  return need(new Set(values).size === values.length, `${what} are not distinct`);
}

function need(holds: boolean, complaint: string): readonly string[] {
  return holds ? [] : [complaint];
}
