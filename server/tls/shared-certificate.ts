/** Opens the key and certificate that all servers on a record show, so that clients know each of them by the same key. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import {realDisk, replaceFile} from '../../lib/disk.ts';
import {CERT_FILE, KEY_FILE, openCertificate, type Certificate} from './certificate.ts';

/** PEM. */
type Pair = Pick<Certificate, 'key' | 'cert'>;

/**
 * Takes the key of the record, or gives the record that of the folder, which is made if there is none.
 * @param agree is given what this server has; returns what the record has from now on, if anything
 * @throws CannotStart where the folder has another key than the record
 */
export async function openSharedCertificate(
	folder: string,
	agree: (own?: Pair) => Promise<Pair | undefined>,
): Promise<Certificate> {
	const known = await agree();
	if (known) await put(folder, known);
	const own = await openCertificate(folder);
	if (known) return own;
	const agreed = await agree(own);
	if (!agreed || agreed.key === own.key) return own;
	throw differs(path.join(folder, KEY_FILE)); // another server was first, at this moment
}

/** Writes what is missing. */
async function put(folder: string, {key, cert}: Pair): Promise<void> {
	for (const [name, text] of [
		[KEY_FILE, key],
		[CERT_FILE, cert],
	] as const) {
		const file = path.join(folder, name);
		const found = await readFile(file, 'utf8').catch(() => undefined); // openCertificate says why it cannot be read
		if (found !== undefined && found !== text) throw differs(file);
		if (found === undefined) await replaceFile(realDisk, file, Buffer.from(text));
	}
}

function differs(file: string): CannotStart {
	return new CannotStart(
		`${file} is not that of the record, by which clients know its servers; move the server's key and certificate away and start again.`,
	);
}
