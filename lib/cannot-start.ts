/** Why the server cannot start: its message is a sentence that names the culprit and says what to do. */
export class CannotStart extends Error {}
