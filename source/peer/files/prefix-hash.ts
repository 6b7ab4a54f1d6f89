/** Hashes the beginning of a file, so that both sides of a transfer can compare what they have. */
import {createHash, type Hash} from 'node:crypto';
import type {FileHandle} from 'node:fs/promises';
import {CHUNK_BYTES} from './messages.ts';

/**
 * Hashes the first bytes of a file.
 * @param isWanted asked before each chunk
 * @returns the hash, to be updated with what follows; undefined if the file is shorter, or the hash is not wanted any more
 */
export async function hashPrefix(
	handle: FileHandle,
	bytes: number,
	isWanted = () => true,
): Promise<Hash | undefined> {
	const hash = createHash('sha256');
	const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
	for (let position = 0; position < bytes;) {
		if (!isWanted()) return undefined;
		const {bytesRead} = await handle.read(chunk, 0, Math.min(chunk.length, bytes - position), position);
		if (bytesRead === 0) return undefined;
		hash.update(chunk.subarray(0, bytesRead));
		position += bytesRead;
	}

	return hash;
}

/** Returns the base64url hash of what was hashed until now. */
export function digestOf(hash: Hash): string {
	return hash.copy().digest('base64url');
}
