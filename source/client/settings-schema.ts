/** Defines what the file of settings may hold. */
import {z} from 'zod';
import {isThemeName} from '../../terminal/own-theme.ts';
import type {Settings} from '../state/model/settings.ts';
import {quietHoursIn} from '../state/text/quiet-hours.ts';

/** Maximum UTF-16 units of the folder for received files. */
const MAX_PATH = 4096;
/** Maximum UTF-16 units of the name of a theme. */
const MAX_THEME = 32;
/** Length of `22:00-07:00`. */
const MAX_HOURS = 11;

export const known = z.object({
	presence: z.boolean().exactOptional(),
	theme: z.string().max(MAX_THEME).refine(isThemeName).exactOptional(),
	mouse: z.boolean().exactOptional(),
	unreadFirst: z.boolean().exactOptional(),
	emoji: z.enum(['picture', 'text']).exactOptional(),
	notifications: z.enum(['bell', 'osc9', 'osc777', 'off']).exactOptional(),
	notifyOf: z.enum(['mentions', 'all']).exactOptional(),
	quietHours: z
		.string()
		.max(MAX_HOURS)
		.refine(hours => quietHoursIn(hours) === hours)
		.exactOptional(),
	times: z.enum(['24h', '12h']).exactOptional(),
	seconds: z.boolean().exactOptional(),
	direct: z.enum(['lan', 'always', 'never']).exactOptional(),
	keepPrivate: z.boolean().exactOptional(),
	downloads: z.string().max(MAX_PATH).exactOptional(),
} satisfies Record<keyof Settings, z.ZodType>);

/** Fields of a newer chat-tui stay in the file. `bell`: how an older one kept whether it rings. */
export const settingsFile = z.looseObject({
	format: z.literal(1),
	bell: z.boolean().exactOptional(),
	...known.shape,
});
