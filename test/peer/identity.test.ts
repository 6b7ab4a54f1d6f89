/** The key of an account on this machine: made once, the same ever after, for its owner alone, and never overwritten. */
import {verify, X509Certificate} from 'node:crypto';
import {chmod, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {ClientFileError} from '../../lib/client-file-error.ts';
import {certificateSchema, fingerprintSchema} from '../../protocol/identities.ts';
import {openIdentity} from '../../source/peer/identity.ts';
import {partnerCertificate} from '../../source/peer/partner.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

const KEY = 'identity-key.pem';
const CERTIFICATE = 'identity-cert.pem';

async function filesIn(folder: string) {
	return Object.fromEntries(
		await Promise.all(
			(await readdir(folder)).map(
				async name => [name, await readFile(path.join(folder, name), 'utf8')] as const,
			),
		),
	);
}

test('the first use makes a key and a certificate that nobody else can read, and no other file', async () => {
	const folder = path.join(await temporaryFolder(), 'server', 'alice~peer');
	const {key, certificate, fingerprint} = await openIdentity(folder);
	expect(await filesIn(folder)).toEqual({[KEY]: key, [CERTIFICATE]: certificate});
	for (const name of [KEY, CERTIFICATE])
		expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
	expect((await stat(folder)).mode & 0o777).toBe(0o700);
	expect(new X509Certificate(certificate).publicKey.asymmetricKeyType).toBe('ed25519');
	expect(certificateSchema.safeParse(certificate).success).toBe(true);
	expect(fingerprintSchema.safeParse(fingerprint).success).toBe(true);
});

test('later uses have the same key, and what it signs can be verified', async () => {
	const folder = await temporaryFolder();
	const first = await openIdentity(folder);
	const {certificate, fingerprint, sign} = await openIdentity(folder);
	expect({certificate, fingerprint}).toEqual({
		certificate: first.certificate,
		fingerprint: first.fingerprint,
	});
	const {publicKey} = new X509Certificate(first.certificate);
	expect(sign('a nonce')).toMatch(/^[\w-]{86}$/);
	expect(
		verify(undefined, Buffer.from('a nonce'), publicKey, Buffer.from(sign('a nonce'), 'base64url')),
	).toBe(true);
});

test('clients that start at the same moment have one key', async () => {
	const folder = await temporaryFolder();
	const all = await Promise.all(Array.from({length: 6}, async () => openIdentity(folder)));
	expect(new Set(all.map(({fingerprint}) => fingerprint)).size).toBe(1);
	expect(new Set(all.map(({certificate}) => certificate)).size).toBe(1);
	expect((await readdir(folder)).sort()).toEqual([CERTIFICATE, KEY]);
});

test('a lost certificate is made again, and is the same to the byte', async () => {
	const folder = await temporaryFolder();
	const {certificate} = await openIdentity(folder);
	await rm(path.join(folder, CERTIFICATE));
	expect((await openIdentity(folder)).certificate).toBe(certificate);
});

test('a key that others could read is closed to them', async () => {
	const folder = await temporaryFolder();
	await openIdentity(folder);
	await chmod(path.join(folder, KEY), 0o644);
	await openIdentity(folder);
	expect((await stat(path.join(folder, KEY))).mode & 0o777).toBe(0o600);
});

test.each<[string, string, (text: string) => string]>([
	['an empty key', KEY, () => ''],
	['half a key', KEY, text => text.slice(0, 60)],
	['an empty certificate', CERTIFICATE, () => ''],
	['half a certificate', CERTIFICATE, text => text.slice(0, 200)],
])('%s is named in a sentence, and nothing is overwritten', async (_, name, damage) => {
	const folder = await temporaryFolder();
	await openIdentity(folder);
	const file = path.join(folder, name);
	await writeFile(file, damage(await readFile(file, 'utf8')));
	const before = await filesIn(folder);
	const error: unknown = await openIdentity(folder).catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(ClientFileError);
	expect((error as Error).message).toContain(file);
	expect((error as Error).message).toMatch(/is damaged; .*\.$/);
	expect(await filesIn(folder)).toEqual(before);
});

function parse(pem: string) {
	const certificate = new X509Certificate(pem);
	const {publicKey} = certificate;
	return {publicKey, isIntact: certificate.verify(publicKey)};
}

test('a flipped bit anywhere in either file stops the use, or changes nothing', async () => {
	const folder = await temporaryFolder();
	const {fingerprint} = await openIdentity(folder);
	for (const name of [KEY, CERTIFICATE]) {
		const file = path.join(folder, name);
		const whole = await readFile(file);
		for (let at = 0; at < whole.length; at++) {
			const flipped = Buffer.from(whole);
			flipped[at]! ^= 1;
			await writeFile(file, flipped);
			const found = await openIdentity(folder).catch((error: unknown) => error as Error);
			if (found instanceof Error) expect(found).toBeInstanceOf(ClientFileError);
			else {
				const {publicKey, ...certificate} = parse(found.certificate);
				expect([found.fingerprint, certificate.isIntact]).toEqual([fingerprint, true]);
				expect(
					verify(undefined, Buffer.from('x'), publicKey, Buffer.from(found.sign('x'), 'base64url')),
				).toBe(true);
			}
		}

		await writeFile(file, whole);
	}
});

test('a certificate of another key, or without a key beside it, stops the use with a sentence', async () => {
	const [folder, other] = [await temporaryFolder(), await temporaryFolder()];
	await openIdentity(folder);
	const {certificate} = await openIdentity(other);
	await writeFile(path.join(folder, CERTIFICATE), certificate);
	await expect(openIdentity(folder)).rejects.toThrow(
		/identity-cert\.pem does not belong to .*identity-key\.pem;/,
	);
	await rm(path.join(folder, KEY));
	await expect(openIdentity(folder)).rejects.toThrow(/identity-key\.pem is missing beside its certificate;/);
	expect(await readdir(folder)).toEqual([CERTIFICATE]);
});

test('where nothing can be written, a sentence says so', async () => {
	const file = path.join(await temporaryFolder(), 'a file');
	await writeFile(file, '');
	await expect(openIdentity(path.join(file, 'below'))).rejects.toThrow(ClientFileError);
});

test('a partner’s certificate counts only with the fingerprint that came with it', async () => {
	const [alice, bob] = await Promise.all([0, 1].map(async () => openIdentity(await temporaryFolder())));
	const {certificate, fingerprint} = alice!;
	expect(partnerCertificate(certificate, fingerprint)?.toString().trim()).toBe(certificate.trim());
	expect(partnerCertificate(certificate, bob!.fingerprint)).toBeUndefined();
	expect(partnerCertificate(`${bob!.certificate}${certificate}`, fingerprint)).toBeUndefined();
	expect(partnerCertificate('no certificate', fingerprint)).toBeUndefined();
});
