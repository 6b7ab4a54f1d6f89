/** What terminals send and what it means, as tables, and events in short. */
import {chord, type TermEvent} from '../../terminal/event.ts';

/** Events in short: `abc` for text, `<ctrl+n>` for a key, `[paste …]` and so on. */
export function short(events: readonly TermEvent[]): string {
	return events.map(inShort).join('');
}

export function inShort(event: TermEvent): string {
	switch (event.type) {
		case 'text':
			return event.text;
		case 'key':
			return `<${chord(event)}>`;
		case 'paste':
			return `[paste ${JSON.stringify(event.text)}]`;
		case 'answered':
			return '[answered]';
		case 'background':
			return `[${event.background}]`;
		case 'focus':
			return event.focused ? '[focus]' : '[blur]';
		case 'mouse':
			return `[${event.ctrl ? 'ctrl+' : ''}${event.alt ? 'alt+' : ''}${event.action} ${event.column},${event.row}]`;
	}
}

/** The keys of each family of terminals. */
export const KEYS: Record<string, Record<string, string>> = {
	'control bytes': {
		'\r': 'enter',
		'\n': 'ctrl+j',
		'\t': 'tab',
		'\x7f': 'backspace',
		'\b': 'backspace',
		'\x00': 'ctrl+space',
		'\x01': 'ctrl+a',
		'\x0e': 'ctrl+n',
		'\x17': 'ctrl+w',
		'\x1a': 'ctrl+z',
		'\x1c': 'ctrl+\\',
		'\x1f': 'ctrl+_',
		'\x1b': 'escape',
	},
	'Alt as ESC before the key': {
		'\x1ba': 'alt+a',
		'\x1bA': 'alt+shift+a',
		'\x1b1': 'alt+1',
		'\x1bé': 'alt+é',
		'\x1b😀': 'alt+😀',
		'\x1b ': 'alt+space',
		'\x1b\r': 'alt+enter',
		'\x1b\x7f': 'alt+backspace',
		'\x1b\x01': 'ctrl+alt+a',
		'\x1b[': 'alt+[',
		'\x1bO': 'alt+shift+o',
		'\x1bP': 'alt+shift+p',
		'\x1b]': 'alt+]',
		'\x1b\\': 'alt+\\',
	},
	xterm: {
		'\x1b[A': 'up',
		'\x1b[D': 'left',
		'\x1bOC': 'right',
		'\x1b[H': 'home',
		'\x1bOF': 'end',
		'\x1b[1~': 'home',
		'\x1b[2~': 'insert',
		'\x1b[3~': 'delete',
		'\x1b[5~': 'pageup',
		'\x1b[6~': 'pagedown',
		'\x1b[Z': 'shift+tab',
		'\x1bOP': 'f1',
		'\x1b[15~': 'f5',
		'\x1b[17~': 'f6',
		'\x1b[24~': 'f12',
		'\x1b[1;5A': 'ctrl+up',
		'\x1b[1;3D': 'alt+left',
		'\x1b[1;9D': 'alt+left',
		'\x1b[1;8C': 'ctrl+alt+shift+right',
		'\x1b[5;5~': 'ctrl+pageup',
		'\x1b[3;2~': 'shift+delete',
		'\x1b[1;5P': 'ctrl+f1',
		'\x1bO5P': 'ctrl+f1',
		'\x1bOM': 'enter',
	},
	rxvt: {
		'\x1b[7~': 'home',
		'\x1b[8~': 'end',
		'\x1b[11~': 'f1',
		'\x1b[a': 'shift+up',
		'\x1bOd': 'ctrl+left',
		'\x1b[7$': 'shift+home',
		'\x1b[5^': 'ctrl+pageup',
		'\x1b[3@': 'ctrl+shift+delete',
		'\x1b\x1b[A': 'alt+up',
		'\x1b\x1bOd': 'ctrl+alt+left',
	},
	'the Linux console and PuTTY': {'\x1b[[A': 'f1', '\x1b[[E': 'f5', '\x1b[[5~': 'pageup'},
	modifyOtherKeys: {
		'\x1b[27;5;13~': 'ctrl+enter',
		'\x1b[27;5;9~': 'ctrl+tab',
		'\x1b[27;5;97~': 'ctrl+a',
		'\x1b[27;6;65~': 'ctrl+shift+a',
		'\x1b[27;4;63~': 'alt+?',
	},
	kitty: {
		'\x1b[97;5u': 'ctrl+a',
		'\x1b[97;6u': 'ctrl+shift+a',
		'\x1b[97;4u': 'alt+shift+a',
		'\x1b[97:65;4u': 'alt+shift+a',
		'\x1b[97;69u': 'ctrl+a', // with Caps Lock on
		'\x1b[13;2u': 'shift+enter',
		'\x1b[27u': 'escape',
		'\x1b[127;5u': 'ctrl+backspace',
		'\x1b[9;2u': 'shift+tab',
		'\x1b[32;5u': 'ctrl+space',
		'\x1b[1;5:2A': 'ctrl+up', // held down
		'\x1b[57414u': 'enter',
		'\x1b[57421;5u': 'ctrl+pageup',
	},
};

/** What says something else than a key. */
export const NOT_KEYS: Record<string, string> = {
	'\x1b[97u': 'a',
	'\x1b[97;2u': 'A',
	'\x1b[97;1;229u': 'å',
	'\x1b[32u': ' ',
	'\x1b[27;2;65~': 'A',
	'\x1b[57400u': '1', // of the keypad
	'\x1bOq': '1',
	'\x1b[<64;10;5M': '[wheelUp 9,4]',
	'\x1b[<65;1;1M': '[wheelDown 0,0]',
	'\x1b[<0;80;24M': '[press 79,23]',
	'\x1b[<0;80;24m': '[release 79,23]',
	'\x1b[<32;3;4M': '[drag 2,3]',
	'\x1b[<24;3;4M': '[ctrl+alt+press 2,3]',
	'\x1b[I': '[focus]',
	'\x1b[O': '[blur]',
	'\x1b]11;rgb:0000/0000/0000\x07': '[dark]',
	'\x1b]11;rgb:ffff/ffff/ffff\x1b\\': '[light]',
	'\x1b]11;rgb:fd/f6/e3\x07': '[light]',
	'\x1b]11;rgba:1e1e/1e1e/1e1e/ffff\x07': '[dark]',
	'\x1b[?64;1;2c': '[answered]',
	'\x1b[?997;1n': '[dark]',
	'\x1b[?997;2n': '[light]',
};
