/** Names of received files: whatever the sender calls a file, its name harms no folder and no screen. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {cleanLine} from '../../../protocol/text.ts';
import {safeName} from '../../../source/peer/files/safe-name.ts';

const long = 'ö'.repeat(300);

describe('a received file', () => {
	test.each([
		['an ordinary name', 'notes.pdf', 'notes.pdf'],
		['spaces and other letters', 'Zoë – Bericht 2.pdf', 'Zoë – Bericht 2.pdf'],
		['a way up', '../../.ssh/authorized_keys', 'authorized_keys'],
		['an absolute path', '/etc/passwd', 'passwd'],
		['a path of Windows', 'C:\\Users\\bob\\x.exe', 'x.exe'],
		['only dots', '..', 'file'],
		['nothing', '', 'file'],
		['a path that ends in a slash', 'a/', 'file'],
		['a hidden name', '.bashrc', 'bashrc'],
		['an option', '-rf', 'rf'],
		['a home folder', '~root', 'root'],
		['all of that', '. -~.x', 'x'],
		['an escape sequence', '\x1b[2Jx\x07.txt', 'x.txt'],
		['line breaks', 'a\nb\r\nc.txt', 'abc.txt'],
		['a NUL', 'a\0b.txt', 'ab.txt'],
		['text that runs backwards', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
		['invisible characters', 'a\u200b\u200d\ufeffb.txt', 'ab.txt'],
		['half a character', 'a\ud800b.txt', 'ab.txt'],
		['a device', 'CON', '_CON'],
		['a device with an extension', 'nul.tar.gz', '_nul.tar.gz'],
		['a device with a superscript', 'com¹.txt', '_com¹.txt'],
		['a stream of Windows', 'a.txt:evil', 'a.txt_evil'],
		['what a shell or Windows refuses', 'a<b>|c?*".txt', 'a_b__c___.txt'],
		['dots and spaces at the end', 'a.txt. . ', 'a.txt'],
	])('with %s is called so that it is safe', (_case, given, safe) => {
		expect(safeName(given)).toBe(safe);
	});

	test('with a name that is too long keeps its extension', () => {
		expect(safeName(`${long}.pdf`)).toBe(`${'ö'.repeat(98)}.pdf`);
		expect(Buffer.byteLength(safeName(`x.${long}`))).toBeLessThanOrEqual(200);
	});

	test('is never called anything that a screen, a shell or a file system acts on', () => {
		const characters = fc.constantFrom(
			...'abc./\\-~ :\0\n\x1b[]\u202e\u200dé\u0301🏴'.split(''),
			'con',
			'nul.',
			long,
		);
		const names = fc.array(fc.oneof(characters, fc.string({unit: 'binary'}))).map(parts => parts.join(''));
		fc.assert(
			fc.property(names, given => {
				const name: string = safeName(given);
				expect(name).toMatch(/^[^.\-~\s/\\][^/\\:\p{Cc}\p{Cf}\p{Cs}]*$/u);
				expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
				expect(cleanLine(name)).toBe(name);
				expect(safeName(name)).toBe(name);
			}),
			{numRuns: 2000},
		);
	});
});
