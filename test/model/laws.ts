import type { World } from "./world.ts";

const GONE = new Set(["sent", "delivered", "read"]);

/** What must hold when nothing is sure to happen any more: everybody was answered, or a person was told. */
export function endLaws(world: World): readonly string[] {
  const { lane } = world.tables;
  return [
    ...(lane.owner === null ? [] : [`the lane stays with ${lane.owner}`]),
    ...(lane.dueAt === null ? [] : ["the lane stays due"]),
    ...questionsLaw(world),
    ...rowsLaw(world),
    ...orderLaw(world),
  ];
}

function questionsLaw({ tables, arrived }: World): readonly string[] {
  const shown = tables.conversation.owner === "rep" || tables.tasks.length > 0;
  return tables.messages.flatMap(({ message: { id }, handledTurn }) => {
    if (handledTurn === null) return [`${id} was never heard`];
    const answered = arrived.some(({ text }) => text === `re: ${id}`);
    return answered || shown ? [] : [`${id} was never answered, and nobody was told`];
  });
}

function rowsLaw({ tables, arrived }: World): readonly string[] {
  return tables.outbox.flatMap(({ id, state, dueAt }) => {
    if (state === "waiting" || state === "sending" || (state === "doubtful" && dueAt !== null))
      return [`${id} stays ${state}`];
    if (GONE.has(state))
      return arrived.some(({ row }) => row === id) ? [] : [`${id} counts as ${state} and never arrived`];
    const untold = tables.tasks.length === 0 && state !== "cancelled";
    return untold ? [`${id} is ${state}, and nobody was told`] : [];
  });
}

/** Answers arrive in the order in which their questions were stored. */
function orderLaw({ tables, arrived }: World): readonly string[] {
  const order = tables.messages.map(({ message }) => `re: ${message.id}`);
  const places = arrived.map(({ text }) => order.indexOf(text));
  return places.some((place, at) => place < (places[at - 1] ?? -1)) ? ["answers out of order"] : [];
}
