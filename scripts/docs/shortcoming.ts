/** Something that a person has to put right in the documents or the sources: its message says what, in one sentence. */
export class Shortcoming extends Error {}
