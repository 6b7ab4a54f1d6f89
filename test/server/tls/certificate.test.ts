/** The server's key: made once, the same ever after, and never overwritten. */
import {sign, verify, X509Certificate} from 'node:crypto';
import {chmod, copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {CannotStart} from '../../../lib/cannot-start.ts';
import {openCertificate, type Certificate} from '../../../server/tls/certificate.ts';
import {realDisk, type Disk} from '../../../lib/disk.ts';

let folder: string;
const file = (name: 'key' | 'cert') => path.join(folder, `server-${name}.pem`);
const stored = async () => Promise.all([readFile(file('key'), 'utf8'), readFile(file('cert'), 'utf8')]);

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-'));
});

test('the first start makes a key that nobody else can read, and a certificate that no clock makes invalid', async () => {
	const {cert, key, fingerprint} = await openCertificate(folder);
	expect((await stat(file('key'))).mode & 0o777).toBe(0o600);
	expect(await stored()).toEqual([key, cert]);
	expect(await readdir(folder)).toHaveLength(2);
	const {validFrom, validTo} = new X509Certificate(cert);
	expect([validFrom, validTo].map(date => new Date(date).getUTCFullYear())).toEqual([2020, 9999]);
	expect(fingerprint).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('the key survives a loss of power before anybody is shown it, and before the certificate is there', async () => {
	const done: string[] = [];
	const disk: Disk = {
		...realDisk,
		async move(from, to) {
			await realDisk.move(from, to);
			done.push(path.basename(to));
		},
		async sync(synced) {
			await realDisk.sync(synced);
			done.push(synced === folder ? 'synced' : synced);
		},
	};
	await openCertificate(folder, disk);
	expect(done).toEqual(['server-key.pem', 'synced', 'server-cert.pem', 'synced']);
});

test('what a start left behind that was killed while it wrote the key is in nobody’s way', async () => {
	for (const name of [`server-key.pem.${process.pid}.tmp`, '.server-key.pem.new'])
		await writeFile(path.join(folder, name), 'half a k', {mode: 0o600});
	await openCertificate(folder);
	expect((await stat(file('key'))).mode & 0o777).toBe(0o600);
});

test('later starts use the same key', async () => {
	const first = await openCertificate(folder);
	expect(await openCertificate(folder)).toEqual(first);
});

test('a key that others could read, such as one copied from a backup, is theirs no longer', async () => {
	await openCertificate(folder);
	await chmod(file('key'), 0o644);
	await openCertificate(folder);
	expect((await stat(file('key'))).mode & 0o777).toBe(0o600);
});

test('a start that was interrupted before the certificate was written is completed with the same fingerprint', async () => {
	const first = await openCertificate(folder);
	await rm(file('cert'));
	const second = await openCertificate(folder);
	expect(second.fingerprint).toBe(first.fingerprint);
	expect(second.key).toBe(first.key);
});

test.each(['key', 'cert'] as const)('a damaged %s is named and left as it is', async name => {
	await openCertificate(folder);
	await truncate(file(name), 60);
	const before = await stored();
	const start = openCertificate(folder);
	await expect(start).rejects.toThrow(CannotStart);
	await expect(start).rejects.toThrow(`${file(name)} is damaged`);
	expect(await stored()).toEqual(before);
});

test('a certificate without its key is not given a new one', async () => {
	await openCertificate(folder);
	await rm(file('key'));
	await expect(openCertificate(folder)).rejects.toThrow(`${file('key')} is missing`);
	expect(await readdir(folder)).toEqual(['server-cert.pem']);
});

test('a certificate of another key is refused', async () => {
	const elsewhere = await mkdtemp(path.join(tmpdir(), 'chat-tui-'));
	await openCertificate(elsewhere);
	await openCertificate(folder);
	await copyFile(path.join(elsewhere, 'server-cert.pem'), file('cert'));
	const before = await stored();
	await expect(openCertificate(folder)).rejects.toThrow(`${file('cert')} does not belong to`);
	expect(await stored()).toEqual(before);
});

test('a bit that has flipped in the key or the certificate is noticed, and the file is named, or nothing has changed by it', async () => {
	const {fingerprint} = await openCertificate(folder);
	for (const name of ['key', 'cert'] as const) {
		const good = await readFile(file(name));
		for (let bit = 0; bit < good.length * 8; bit += 19) {
			const bad = Buffer.from(good);
			bad.writeUInt8((bad[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
			await writeFile(file(name), bad);
			const opened = await openCertificate(folder).catch((error: unknown) => error);
			if (opened instanceof CannotStart) expect(opened.message).toContain(file(name));
			else expect(works(opened as Certificate)).toBe(fingerprint); // in a line that PEM does not look at
		}

		await writeFile(file(name), good);
	}
});

/** The fingerprint, where the key can sign for the certificate, and has signed it. */
function works({key, cert, fingerprint}: Certificate): string | undefined {
	const {publicKey} = new X509Certificate(cert);
	const isOwn = new X509Certificate(cert).verify(publicKey);
	const text = Buffer.from('to be signed');
	return isOwn && verify('sha256', text, publicKey, sign('sha256', text, key)) ? fingerprint : undefined;
}
