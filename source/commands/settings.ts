/** What can be set: one table, from which `/set`, its completion, its help and `/mouse` follow. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Effect} from '../state/model/effect.ts';
import type {Settings} from '../state/model/state.ts';
import {oneOf} from './arguments.ts';
import type {Kind, Outcome} from './command.ts';

type Setting = {
	/** In a few words, for the help. */
	readonly about: SafeText;
	readonly on: SafeText;
	readonly off: SafeText;
	readonly effects?: (on: boolean) => readonly Effect[];
};

export const settings: Readonly<Record<keyof Settings, Setting>> = {
	presence: {
		about: safeText`whether it is told who comes and goes`,
		on: safeText`It is told who comes and goes.`,
		off: safeText`It is no longer told who comes and goes.`,
	},
	mouse: {
		about: safeText`whether the mouse scrolls and clicks here`,
		on: safeText`The mouse scrolls and clicks here; with Shift it selects text in most terminals.`,
		off: safeText`The mouse is the terminal's own again.`,
		effects: on => [{type: 'setMouse', on}],
	},
	bell: {
		about: safeText`whether the bell rings for a direct message or your name, while you look elsewhere`,
		on: safeText`The bell rings for a direct message or your name, while the terminal is not in focus.`,
		off: safeText`The bell stays silent; the terminal’s title still counts what is for you.`,
	},
};

export const settingNames = Object.keys(settings) as ReadonlyArray<keyof Settings>; // the keys of the table

export function onOff(): Kind<'on' | 'off'> {
	return oneOf('on|off', ['on', 'off']);
}

export function turned(name: keyof Settings, value: 'on' | 'off'): Outcome {
	const {effects, ...says} = settings[name];
	const on = value === 'on';
	return {set: {[name]: on}, show: [says[value]], ...(effects && {effects: effects(on)})};
}

/** What else happens when these settings begin to hold. */
export function effectsOf(chosen: Partial<Settings>): readonly Effect[] {
	return settingNames.flatMap(name => {
		const on = chosen[name];
		return on === undefined ? [] : (settings[name].effects?.(on) ?? []);
	});
}
