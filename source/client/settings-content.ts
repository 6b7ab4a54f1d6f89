/** Checks what the file of settings holds, without the library of schemas: the first frame shows the settings, and need not wait for it. */
import {isThemeName} from '../../terminal/own-theme.ts';
import type {Settings} from '../state/model/settings.ts';
import {quietHoursIn} from '../state/text/quiet-hours.ts';

/** Maximum UTF-16 units of the folder for received files. */
const MAX_PATH = 4096;

type Check = (value: unknown) => boolean;
type Kept = {-readonly [K in keyof Settings]?: Settings[K]};
/** Fields of a newer chat-tui stay in the file. `bell`: how an older one kept whether it rings. */
export type SettingsContent = Kept & {readonly format: 1; readonly bell?: boolean};

const isBoolean: Check = value => typeof value === 'boolean';
const oneOf =
	(...values: readonly string[]): Check =>
	value =>
		typeof value === 'string' && values.includes(value);

/** The settings that are kept, each with what its value may be. */
const VALUES: {readonly [K in keyof Settings]-?: Check} = {
	presence: isBoolean,
	theme: value => typeof value === 'string' && isThemeName(value),
	mouse: isBoolean,
	unreadFirst: isBoolean,
	emoji: oneOf('picture', 'text'),
	notifications: oneOf('bell', 'osc9', 'osc777', 'off'),
	notifyOf: oneOf('mentions', 'all'),
	quietHours: value => typeof value === 'string' && quietHoursIn(value) === value,
	times: oneOf('24h', '12h'),
	seconds: isBoolean,
	direct: oneOf('lan', 'always', 'never'),
	keepPrivate: isBoolean,
	downloads: value => typeof value === 'string' && value.length <= MAX_PATH,
};
const FIELDS = Object.entries<Check>({...VALUES, bell: isBoolean, format: value => value === 1});

/** A check in the form of a schema. */
export const settingsContent = {
	safeParse: (content: unknown) =>
		isContent(content) ? ({success: true, data: content} as const) : ({success: false} as const),
};

function isContent(content: unknown): content is SettingsContent {
	if (typeof content !== 'object' || content === null || !Object.hasOwn(content, 'format')) return false;
	const kept = content as Readonly<Record<string, unknown>>;
	return FIELDS.every(([name, isValue]) => !Object.hasOwn(kept, name) || isValue(kept[name]));
}

/** Takes the settings out of the content of the file. */
export function settingsIn(content: SettingsContent): Partial<Settings> {
	return Object.fromEntries(Object.entries(content).filter(([name]) => Object.hasOwn(VALUES, name)));
}
