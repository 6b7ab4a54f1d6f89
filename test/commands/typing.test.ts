/** Typing a command: what Tab makes of it, and what is said beside it. */
import {describe, expect, test} from 'vitest';
import {commandsFor} from '../../source/commands/administration.ts';
import {commands} from '../../source/commands/index.ts';
import {commandUsage} from '../../source/state/view/status.ts';
import {Client} from '../harness/client.ts';

const alice = () => new Client().signsIn('alice', {people: ['bob', 'bobby', 'carol', 'dave']});
const tabbed = (text: string, ...keys: Array<'complete' | 'completeBack'>) =>
	alice()
		.types(text)
		.presses(...(keys.length > 0 ? keys : ['complete' as const])).bar;

describe('Tab', () => {
	test.each([
		['/m', '/msg '],
		['/mes', '/message '],
		['/msg ca', '/msg carol '],
		['/history ca', '/history carol '],
		['/help hi', '/help history '],
		['/wh', '/who '],
		['hello dav', 'hello dave '],
		['hello @dav', 'hello @dave '],
		['/nothing x', '/nothing x'],
		['/msg bob hello ca', '/msg bob hello ca'],
	])('Tab makes of %s: %s', (typed, completed) => {
		expect(tabbed(typed)).toBe(completed);
	});

	test('Tab goes on to the next candidate, round the end, and Shift-Tab back', () => {
		expect(tabbed('/msg bo', 'complete')).toBe('/msg bob ');
		expect(tabbed('/msg bo', 'complete', 'complete')).toBe('/msg bobby ');
		expect(tabbed('/msg bo', 'complete', 'complete', 'complete')).toBe('/msg bob ');
		expect(tabbed('/msg bo', 'complete', 'complete', 'completeBack')).toBe('/msg bob ');
		expect(tabbed('/msg bo', 'completeBack')).toBe('/msg bobby ');
	});

	test('Tab begins anew after any other key', () => {
		const typing = alice().types('/msg bo').presses('complete').types('hi ca').presses('complete');
		expect(typing.bar).toBe('/msg bob hi ca');
		expect(typing.state.completion).toBeUndefined();
	});

	test('Tab completes before the cursor and keeps what is behind it', () => {
		const typing = alice().types('/msg ca hello').presses('cursorWordLeft', 'cursorLeft', 'complete');
		expect(typing.bar).toBe('/msg carol hello');
	});

	test('Tab goes to the next pane where the bar is empty, and Shift-Tab back', () => {
		expect(alice().presses('complete').state.pane).toBe('contacts');
		expect(alice().presses('complete', 'paneNext', 'paneNext').state.pane).toBe('bar');
		expect(alice().presses('completeBack').state.pane).toBe('transcript');
	});
});

describe('beside the line', () => {
	const hint = (text: string) => commandUsage(alice().types(text).state);
	test.each([
		['hello', undefined],
		['//hello', undefined],
		[
			'/',
			commandsFor(undefined, commands)
				.map(({name}) => `/${name}`)
				.join('  '),
		],
		['/wh', '/who  /whoelse  /whoelsesince  /whois  /whoami'],
		['/hist', '/history [user|#room|#chat] [count]'],
		['/msg', '/msg <user|#room> [text]'],
		['/m bob', '/msg <user|#room> [text]'],
		['/CHAT_REQUEST(bo', '/chat <user>'],
		['/whom', '/who'],
	])('beside the line of %s stands %s', (typed, said) => {
		if (typed === '/whom') expect(hint(typed)).toContain('did you mean /who');
		else expect(hint(typed)).toBe(said);
	});

	test('beside the line stand the candidates while Tab goes through them', () => {
		expect(commandUsage(alice().types('/msg bo').presses('complete').state)).toBe('bob  bobby');
	});
});

describe('the name of a command without its slash', () => {
	test.each(['help', 'quit', 'Exit', 'logout', ' whoami '])(
		'is not sent before Enter is pressed again: %j',
		word => {
			const client = alice().says('/msg bob').says(word);
			expect(client.taken('send')).toEqual([]);
			expect([client.bar, client.state.statusMessage]).toEqual([
				word,
				expect.stringContaining('with the slash'),
			]);
			client.presses('submit');
			expect(client.taken('send').map(({entry}) => entry.text)).toEqual([word]);
		},
	);

	test('is asked about anew after another key, and never where it is part of a message', () => {
		const client = alice().says('/msg bob').says('quit').presses('cursorLeft', 'submit');
		expect(client.taken('send')).toEqual([]);
		client.presses('cursorEnd').says(' smoking').says('back').says('no');
		expect(client.taken('send').map(({entry}) => entry.text)).toEqual(['quit smoking', 'back', 'no']);
	});
});
