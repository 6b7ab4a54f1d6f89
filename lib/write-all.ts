/** Writes to a file whatever the system takes at once. */
import type {FileHandle} from 'node:fs/promises';

/** Writes all pieces at a position, in as many steps as the system needs. @returns their bytes. @throws the system's error */
export async function writeAll(
	handle: Pick<FileHandle, 'writev'>,
	pieces: readonly Buffer[],
	position: number,
): Promise<number> {
	let at = position;
	for (let left = pieces; left.length > 0;) {
		const {bytesWritten} = await handle.writev(left, at);
		at += bytesWritten;
		left = after(left, bytesWritten);
	}

	return at - position;
}

/** Returns the pieces without their first bytes. */
function after(pieces: readonly Buffer[], bytes: number): Buffer[] {
	let left = bytes;
	return pieces.flatMap(piece => {
		const rest = piece.subarray(left);
		left = Math.max(0, left - piece.length);
		return rest.length > 0 ? [rest] : [];
	});
}
