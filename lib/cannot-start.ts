/** Thrown when the server cannot start; the message names the cause and says what to do. */
export class CannotStart extends Error {}
