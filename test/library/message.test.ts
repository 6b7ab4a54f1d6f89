/** What programs, and `chat-tui watch`, are told of a message that has more than a text. */
import {describe, expect, test} from 'vitest';
import type {Message as Stored} from '../../protocol/messages.ts';
import {roomName, userName} from '../../protocol/names.ts';
import {publicMessage} from '../../source/library/message.ts';
import {jsonLine, said} from '../../source/scripts/message-line.ts';

const [room, alice, bob] = [roomName('#build')!, userName('alice')!, userName('bob')!];
const at = Date.UTC(2026, 10, 20, 9, 41);
const told = (more: Partial<Stored>) =>
	publicMessage(room, {sequence: 7, id: 'device00.start.1', from: bob, at, text: 'plan.pdf', ...more}, alice);

describe('a message', () => {
	const file = {name: 'plan.pdf', size: 1_300_000, sha256: 'a'.repeat(64), until: at + 86_400_000};

	test('with a file says its name and size, and until when the server keeps it', () => {
		expect(told({file}).file).toEqual({name: 'plan.pdf', size: 1_300_000, until: new Date(file.until)});
		expect(JSON.parse(jsonLine(told({file})))).toMatchObject({
			text: 'plan.pdf',
			file: {name: 'plan.pdf', size: 1_300_000, until: '2026-11-21T09:41:00.000Z'},
		});
		expect(said(told({file}))).toBe('plan.pdf (file, 1.2 MiB)');
	});

	test('says in brackets what else is known of it', () => {
		expect(said(told({}))).toBe('plan.pdf');
		expect(said(told({edited: at}))).toBe('plan.pdf (edited)');
		expect(said(told({file, edited: at}))).toBe('plan.pdf (file, 1.2 MiB, edited)');
		expect(said(told({kind: 'action', text: 'waves'}))).toBe('* bob waves');
		expect(said(told({deleted: bob, text: ''}))).toBe('(message deleted)');
	});
});
