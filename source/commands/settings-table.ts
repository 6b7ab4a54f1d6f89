/** Defines the settings: the values that each takes, what is said of them, and what makes them hold. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {withoutHome} from '../state/exchange/transfer-text.ts';
import type {Effect} from '../state/model/effect.ts';
import type {Settings} from '../state/model/settings.ts';
import type {State} from '../state/model/state.ts';
import {quietHoursIn} from '../state/text/quiet-hours.ts';
import {isThemeName} from '../../terminal/own-theme.ts';
import {THEMES, type Theme} from '../../terminal/palette.ts';
import {absolutePath} from './paths.ts';

/** A value, and the line that says what it changes. */
type Chosen<V> = {readonly value: V; readonly said: SafeText};
type Setting<V> = {
	/** In a few words, for the help. */
	readonly about: SafeText;
	/** The words that `/set` takes, or a description of them. */
	readonly takes: readonly string[];
	/** Words to complete. */
	readonly words: readonly string[];
	/** @returns undefined for what the setting does not take */
	readonly read: (typed: string, state: State) => Chosen<V> | undefined;
	/** Further words that it takes here and now. */
	readonly further?: (state: State) => readonly string[];
	/** Reads a value that stands on disk, which makes it hold; undefined for what cannot be such a value. */
	readonly fromDisk?: (typed: string) => Effect | undefined;
	/** Shows a value as `/set` takes it. */
	readonly shown: (value: V, state: State) => string;
	/** Makes a value hold outside the state. */
	readonly effects?: (value: V) => readonly Effect[];
	readonly isPath?: true;
};

type Said = SafeText | ((state: State) => SafeText);
type Choices<V> = Readonly<Record<string, readonly [value: V, said: Said]>>;

/** Returns what settings share of which each value has a word. */
function choice<V>(choices: Choices<V>): Pick<Setting<V>, 'takes' | 'words' | 'read' | 'shown'> {
	const words = Object.keys(choices);
	return {
		takes: words,
		words,
		read(typed, state) {
			const chosen = choices[typed.toLowerCase()];
			if (!chosen) return undefined;
			const [value, said] = chosen;
			return {value, said: typeof said === 'function' ? said(state) : said};
		},
		shown: value => words.find(word => choices[word]?.[0] === value) ?? '',
	};
}

function onOff(on: Said, off: Said) {
	return choice({on: [true, on], off: [false, off]});
}

/** The word that lets received files go to the client's own folder again. */
const DEFAULT = 'default';

export const settings: {readonly [N in keyof Settings]: Setting<Settings[N]>} = {
	presence: {
		about: safeText`whether lines say who comes and goes`,
		...onOff(safeText`Join and leave notices: on`, safeText`Join and leave notices: off`),
	},
	theme: {
		about: safeText`which colours are used; auto: those that go with the terminal's background`,
		...choice({
			auto: [
				'auto',
				({colours: {isColourless, background}}) =>
					isColourless
						? safeText`Theme: auto; no colours, since NO_COLOR is set`
						: safeText`Theme: auto; colours for a ${background} background`,
			],
			dark: ['dark', safeText`Theme: colours for a dark background`],
			light: ['light', safeText`Theme: colours for a light background`],
			'high-contrast': [
				'high-contrast',
				({colours}) => safeText`Theme: colours of high contrast for a ${colours.background} background`,
			],
			mono: ['mono', safeText`Theme: no colours, only bold, dim and inverse`],
		} satisfies Choices<Theme>),
		takes: [...THEMES, 'one of your own'],
		further: ({ownThemes}) => ownThemes.names,
		fromDisk(typed) {
			const name = typed.toLowerCase();
			return isThemeName(name) ? {type: 'readThemes', name, isChosen: true} : undefined;
		},
		shown: value => value,
	},
	mouse: {
		about: safeText`whether the mouse scrolls and clicks here`,
		...onOff(
			safeText`Mouse: on; with Shift it selects text in most terminals`,
			safeText`Mouse: off; it selects text as usual`,
		),
		effects: on => [{type: 'setMouse', on}],
	},
	unreadFirst: {
		about: safeText`whether chats with unread messages stand at the top of the list`,
		...onOff(
			safeText`Unread chats: at the top of the list, below the pinned ones`,
			safeText`Unread chats: at their usual places in the list`,
		),
	},
	emoji: {
		about: safeText`whether emoji are shown as pictures, or as text such as :tada:`,
		...choice({
			picture: ['picture', safeText`Emoji: as pictures`],
			text: ['text', safeText`Emoji: as text, such as :tada:`],
		}),
	},
	notifications: {
		about: safeText`how you are told of new messages while the terminal is not in focus`,
		...choice({
			bell: ['bell', safeText`Notifications: the terminal's bell`],
			osc9: [
				'osc9',
				safeText`Notifications: on the desktop, by OSC 9 (iTerm2, Windows Terminal, kitty, Ghostty, WezTerm); tmux passes on only the bell`,
			],
			osc777: [
				'osc777',
				safeText`Notifications: on the desktop, by OSC 777 (foot, urxvt, Konsole, Ghostty, WezTerm); tmux passes on only the bell`,
			],
			off: ['off', safeText`Notifications: off; the terminal's title still counts what is for you`],
		}),
	},
	notifyOf: {
		about: safeText`which new messages you are told of; mentions: direct messages and your name`,
		...choice({
			mentions: ['mentions', safeText`Notifications: of direct messages and of your name`],
			all: ['all', safeText`Notifications: of every message, but those of muted chats without your name`],
		}),
	},
	quietHours: {
		about: safeText`when there are no notifications, by this machine's clock`,
		takes: ['a span such as 22:00-7:00', 'off'],
		words: ['off'],
		read(typed) {
			const value = quietHoursIn(typed.toLowerCase());
			if (value === undefined) return undefined;
			const hours = safeText`no notifications from ${value.replace('-', ' to ')}`;
			return {value, said: safeText`Quiet hours: ${value === 'off' ? value : hours}`};
		},
		shown: value => value,
	},
	times: {
		about: safeText`how times of day are written`,
		...choice({
			'24h': ['24h', safeText`Times: 24 hours, as 21:05`],
			'12h': ['12h', safeText`Times: 12 hours, as 09:05 pm`],
		}),
	},
	seconds: {
		about: safeText`whether the times of messages have seconds`,
		...onOff(safeText`Seconds: on`, safeText`Seconds: off`),
	},
	direct: {
		about: safeText`which of your addresses the partner of a private chat learns; lan: those of private networks`,
		...choice({
			lan: ['lan', safeText`Direct connections: inside private networks; else via the server`],
			always: ['always', safeText`Direct connections: always tried; your partners learn all your addresses`],
			never: [
				'never',
				safeText`Direct connections: never; private chats go via the server, end-to-end encrypted`,
			],
		}),
	},
	keepPrivate: {
		about: safeText`whether the texts of private chats are kept on this machine; your partners are not told`,
		...onOff(
			state => safeText`Private chats: from now on their texts are kept in ${keptIn(state)}, for you alone`,
			state =>
				safeText`Private chats: not kept any more; what was kept stays in ${keptIn(state)} until you delete it`,
		),
	},
	downloads: {
		about: safeText`where received files go`,
		takes: ['a folder', DEFAULT],
		words: [],
		isPath: true,
		read(typed, {folders}) {
			const value = typed === DEFAULT ? undefined : absolutePath(typed, folders);
			return {value, said: safeText`Received files go to ${value ?? "the client's own folder"}`};
		},
		shown: (value, {folders}) =>
			value === undefined ? `${DEFAULT}, the client's own folder` : withoutHome(value, folders.home),
		effects: folder => [{type: 'setDownloads', folder}],
	},
};

/** Names the files of kept texts. */
function keptIn({keptIn: folder = 'private', folders}: State): SafeText {
	return safeText`${withoutHome(folder, folders.home)}/<user>.jsonl`;
}

export type SettingName = keyof Settings;

export const settingNames = Object.keys(settings) as readonly SettingName[]; // the keys of the table
export const commandNames = settingNames.map(commandName);

/** @returns the name that `/set` takes: `keep-private` for `keepPrivate` */
export function commandName(name: SettingName): string {
	return name.replace(/[A-Z]/gu, letter => `-${letter.toLowerCase()}`);
}

/** @returns undefined for what is not the name of a setting */
export function settingOf(name: string | undefined): SettingName | undefined {
	return settingNames.find(one => commandName(one) === name);
}

/** Returns the value that a setting has, as `/set` takes it. */
export function valueNow(state: State, name: SettingName): string {
	return shownAs(name, state.settings[name], state);
}

function shownAs<N extends SettingName>(name: N, value: Settings[N], state: State): string {
	const setting: Setting<Settings[N]> = settings[name];
	return setting.shown(value, state);
}

/** Returns the words that a setting takes now. */
export function wordsOf(name: SettingName, state: State): readonly string[] {
	const {words, further}: Pick<Setting<never>, 'words' | 'further'> = settings[name];
	return [...words, ...(further?.(state) ?? [])];
}

/** Returns the effect that reads such a value from disk; undefined where the setting has none there. */
export function readFromDisk(name: SettingName, typed: string): Effect | undefined {
	const {fromDisk}: Pick<Setting<never>, 'fromDisk'> = settings[name];
	return fromDisk?.(typed);
}

/** Returns the effects that make these settings hold outside the state. */
export function effectsOf(chosen: Partial<Settings>): readonly Effect[] {
	return settingNames.flatMap(name => (name in chosen ? effectsOfOne(name, chosen[name]) : []));
}

function effectsOfOne<N extends SettingName>(name: N, value: Settings[N] | undefined): readonly Effect[] {
	const setting: Setting<Settings[N]> = settings[name];
	return setting.effects?.(value as Settings[N]) ?? []; // undefined only where the setting takes it
}
