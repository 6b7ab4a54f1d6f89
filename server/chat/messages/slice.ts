/** Defines the slice of each device's last messages, so that a repeated message is stored once. */
import {z} from 'zod';
import {conversationSchema, type ConversationId, type UserName} from '../../../protocol/names.ts';
import type {DeviceId} from '../session.ts';
import type {Slice} from '../slice.ts';
import {storedList, storedWord} from '../stored-bounds.ts';

/** Outcomes kept per device: twice the maximum of unacknowledged messages. */
const OUTCOMES_PER_DEVICE = 128;
/** Devices kept per account; the one that sent least recently is forgotten first. */
const DEVICES_PER_ACCOUNT = 16;

/** The outcome of a message: its conversation, sequence and time. */
export type Outcome = {
	id: string;
	hash: string;
	conversation: ConversationId;
	sequence: number;
	at: number;
	/** Of a broadcast: the values of the first reply. Older files do not have them. */
	reached?: number | undefined;
	missed?: boolean | undefined;
};
/** Outcomes of one device, oldest first, by message id. */
type Device = Map<string, Outcome>;
type Devices = Map<UserName, Map<DeviceId, Device>>;

/** Returns the device of a message id. All scripts of an account share one, since a script never repeats a message. */
export function deviceOf(id: string): DeviceId {
	return id.startsWith('script') ? 'script' : id.slice(0, id.indexOf('.'));
}

const outcome = z.strictObject({
	id: storedWord,
	hash: storedWord,
	conversation: conversationSchema,
	sequence: z.int(),
	at: z.int(),
	reached: z.int().optional(),
	missed: z.boolean().optional(),
});
const part = storedList(z.strictObject({device: storedWord, outcomes: storedList(outcome)}));

export const devices: Slice<Devices, z.infer<typeof part>> = {
	empty: () => new Map(),
	apply: {
		messageSent(devices, {from, id, hash, conversation, sequence, at}) {
			keep(devices, from, {id, hash, conversation, sequence, at});
		},
		/** The sender's own broadcasts come first in `to`. */
		broadcastSent(devices, {from, id, hash, to: [own, ...reached], at, missed}) {
			if (own) keep(devices, from, {id, hash, ...own, at, reached: reached.length, missed});
		},
	},
	keys: event => (event.type === 'messageSent' || event.type === 'broadcastSent' ? [event.from] : []),
	dump: (devices, user) =>
		[...(devices.get(user as UserName) ?? [])].map(([device, outcomes]) => ({
			device,
			outcomes: [...outcomes.values()],
		})),
	load(devices, user, part) {
		const own = part.map(
			({device, outcomes}) => [device, new Map(outcomes.map(each => [each.id, each]))] as const,
		);
		devices.set(user as UserName, new Map(own)); // the store's keys are those that keys() gave
	},
	schema: part,
};

function keep(devices: Devices, from: UserName, outcome: Outcome): void {
	const own = devices.get(from) ?? new Map<DeviceId, Device>();
	devices.set(from, own);
	const name = deviceOf(outcome.id);
	const device: Device = own.get(name) ?? new Map<string, Outcome>();
	own.delete(name);
	own.set(name, device); // the newest sender stands last
	device.set(outcome.id, outcome);
	forgetOldest(device, OUTCOMES_PER_DEVICE);
	forgetOldest(own, DEVICES_PER_ACCOUNT);
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
	const [oldest] = map.keys();
	if (map.size > most && oldest !== undefined) map.delete(oldest);
}
