/** Defines the settings: the words that each takes, what is said of them, and what makes them hold. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {withoutHome} from '../state/exchange/transfer-text.ts';
import type {Effect} from '../state/model/effect.ts';
import type {Settings} from '../state/model/settings.ts';
import type {State} from '../state/model/state.ts';

type Said = SafeText | ((state: State) => SafeText);
type Setting<V> = {
	/** In a few words, for the help. */
	readonly about: SafeText;
	/** The words that `/set` takes, the value of each, and the line that says so. */
	readonly choices: Readonly<Record<string, readonly [value: V, said: Said]>>;
	readonly effects?: (value: V) => readonly Effect[];
};

function switched(on: Said, off: Said): Setting<boolean>['choices'] {
	return {on: [true, on], off: [false, off]};
}

/** The settings of which each value has a word; `downloads` takes a path. */
export type Worded = Omit<Settings, 'downloads'>;

export const settings: {readonly [N in keyof Worded]: Setting<Worded[N]>} = {
	presence: {
		about: safeText`whether lines say who comes and goes`,
		choices: switched(safeText`Join and leave notices: on`, safeText`Join and leave notices: off`),
	},
	mouse: {
		about: safeText`whether the mouse scrolls and clicks here`,
		choices: switched(
			safeText`Mouse: on; with Shift it selects text in most terminals`,
			safeText`Mouse: off; it selects text as usual`,
		),
		effects: on => [{type: 'setMouse', on}],
	},
	bell: {
		about: safeText`whether the bell rings for a direct message or your name, while the terminal is not in focus`,
		choices: switched(
			safeText`Bell: on; it rings for a direct message or your name while the terminal is not in focus`,
			safeText`Bell: off; the terminal's title still counts what is for you`,
		),
	},
	direct: {
		about: safeText`which of your addresses the partner of a private chat learns; lan: those of private networks`,
		choices: {
			lan: ['lan', safeText`Direct connections: inside private networks; else via the server`],
			always: ['always', safeText`Direct connections: always tried; your partners learn all your addresses`],
			never: [
				'never',
				safeText`Direct connections: never; private chats go via the server, end-to-end encrypted`,
			],
		},
	},
	keepPrivate: {
		about: safeText`whether the texts of private chats are kept on this machine; your partners are not told`,
		choices: switched(
			state => safeText`Private chats: from now on their texts are kept in ${keptIn(state)}, for you alone`,
			state =>
				safeText`Private chats: not kept any more; what was kept stays in ${keptIn(state)} until you delete it`,
		),
	},
};

/** Names the files of kept texts. */
function keptIn({keptIn: folder = 'private', folders}: State): SafeText {
	return safeText`${withoutHome(folder, folders.home)}/<user>.jsonl`;
}

export const wordedNames = Object.keys(settings) as ReadonlyArray<keyof Worded>; // the keys of the table
export const commandNames = [...wordedNames.map(commandName), 'downloads'];

/** @returns the name that `/set` takes: `keep-private` for `keepPrivate` */
export function commandName(name: keyof Worded): string {
	return name.replace(/[A-Z]/gu, letter => `-${letter.toLowerCase()}`);
}

/** @returns undefined for `downloads` */
export function wordedBy(name: string | undefined): keyof Worded | undefined {
	return wordedNames.find(one => commandName(one) === name);
}

export function wordsOf(name: keyof Worded): readonly string[] {
	return Object.keys(settings[name].choices);
}

/** Returns the word of the value that a setting has. */
export function wordNow(state: State, name: keyof Worded): string {
	const choices: Readonly<Record<string, readonly [value: unknown, said: Said]>> = settings[name].choices;
	const now = Object.entries(choices).find(([, [value]]) => value === state.settings[name]);
	return now?.[0] ?? '';
}

/** Returns the effects that make these settings hold outside the state. */
export function effectsOf(chosen: Partial<Settings>): readonly Effect[] {
	return wordedNames.flatMap(name => effectsOfOne(name, chosen[name]));
}

function effectsOfOne<N extends keyof Worded>(name: N, value: Worded[N] | undefined): readonly Effect[] {
	const setting: Setting<Worded[N]> = settings[name];
	return value === undefined ? [] : (setting.effects?.(value) ?? []);
}
