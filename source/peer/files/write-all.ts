/** Writes to a file whatever the system takes at once. */
import type {FileHandle} from 'node:fs/promises';

/** Writes all bytes at a position, in as many steps as the system needs. @throws the system's error */
export async function writeAll(
	handle: Pick<FileHandle, 'write'>,
	bytes: Buffer,
	position: number,
): Promise<void> {
	for (let written = 0; written < bytes.length;) {
		const {bytesWritten} = await handle.write(bytes, written, bytes.length - written, position + written);
		written += bytesWritten;
	}
}
