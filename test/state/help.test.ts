/** Help is searched: by words after /help, or by typing in it. */
import {expect, test} from 'vitest';
import {shownHelp} from '../../source/state/view/help.ts';
import {textOf} from '../../terminal/editor.ts';
import {Client} from '../harness/client.ts';

const alice = () => new Client({columns: 120, rows: 40}).signsIn('alice');
const shown = (client: Client) => shownHelp(client.state).map(({text}) => String(text));

test('what is typed in the search leaves of help only what has all of the words', () => {
	const client = alice().types('half a sentence').presses('help', 'search').types('NEXT chat');
	expect(shown(client).some(line => /Ctrl-N.*next chat/.test(line))).toBe(true);
	expect(shown(client).some(line => line.includes('/block') || line.includes('previous chat'))).toBe(false);
	expect(client.bar).toBe('half a sentence');
});

test('/help and words searches at once, and a command is shown in full', () => {
	expect(shown(alice().says('/help invitation')).join('\n')).toContain('/join <#room>');
	expect(shown(alice().says('/help /block'))[0]).toBe('/block <user>');
});

test('Esc takes the words away, then closes, and what is typed then goes to the command bar', () => {
	const client = alice().says('/help invitation').presses('cancel');
	expect(shown(client)[0]).toBe('How to talk');
	client.presses('cancel');
	expect(client.state.help).toBeUndefined();
	expect(textOf(client.types('hello').state.bar)).toBe('hello');
});

test('where nothing is found, that is said', () => {
	expect(shown(alice().says('/help xyzzy'))).toEqual(['Help has nothing about “xyzzy”']);
});

test('searching scrolls to the top, and the pages are those of what was found', () => {
	const client = new Client({columns: 80, rows: 24}).signsIn('alice').presses('help', 'pageDown', 'search');
	expect(client.state.help?.row).toBe(0);
	client.types('search').presses('scrollEnd', 'pageDown', 'pageDown', 'pageDown');
	expect(shown(client).length).toBeGreaterThan(0);
});
