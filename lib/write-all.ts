/** Writes to a file whatever the system takes at once. */
import type {FileHandle} from 'node:fs/promises';

/**
 * Writes all pieces in as many steps as the system needs. @returns their bytes. @throws the system's error
 * @param position in the file; where the last write has ended, without one
 */
export async function writeAll(
	handle: Pick<FileHandle, 'writev'>,
	pieces: readonly Uint8Array[],
	position?: number,
): Promise<number> {
	let written = 0;
	for (let left = pieces; left.length > 0;) {
		const {bytesWritten} = await handle.writev(left, position === undefined ? undefined : position + written);
		written += bytesWritten;
		left = after(left, bytesWritten);
	}

	return written;
}

/** Returns the pieces without their first bytes. */
function after(pieces: readonly Uint8Array[], bytes: number): Uint8Array[] {
	let left = bytes;
	return pieces.flatMap(piece => {
		const rest = piece.subarray(left);
		left = Math.max(0, left - piece.length);
		return rest.length > 0 ? [rest] : [];
	});
}
