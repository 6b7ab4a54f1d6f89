/** Defines the errors of the client's own files. */

/** Thrown when one of the client's own files cannot be read or written; the message names it, and is for people. */
export class ClientFileError extends Error {}
/** Thrown when a file holds what this program has not written. */
export class DamagedFile extends ClientFileError {}

/** Returns the system's short name of an error, like ENOSPC. */
export function codeOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
