/** Defines the slice of each device's last messages, so that a repeated message is stored once. */
import {z} from 'zod';
import {conversationSchema} from '../../../protocol/name-schemas.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {DeviceId} from '../session.ts';
import type {Slice} from '../slice.ts';
import {storedList, storedWord} from '../stored-bounds.ts';

/** Outcomes kept per device, at least: twice the maximum of unacknowledged messages. At most, twice as many are kept. */
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
	/** Of a change. */
	revision?: number | undefined;
};
/**
 * Outcomes of one device, oldest first, by message id: the newest, and the {@link OUTCOMES_PER_DEVICE} before them, which are forgotten
 * together, since a Map from which the oldest is deleted for each new one is slow.
 */
class Device {
	private newest = new Map<string, Outcome>();
	private before: ReadonlyMap<string, Outcome> = new Map();

	get(id: string): Outcome | undefined {
		return this.newest.get(id) ?? this.before.get(id);
	}

	keep(outcome: Outcome): void {
		if (this.newest.size >= OUTCOMES_PER_DEVICE) {
			this.before = this.newest;
			this.newest = new Map();
		}

		this.newest.set(outcome.id, outcome);
	}

	all(): Outcome[] {
		return [...this.before.values(), ...this.newest.values()];
	}
}
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
	revision: z.int().optional(),
});
const part = storedList(z.strictObject({device: storedWord, outcomes: storedList(outcome)}));

export const devices: Slice<Devices, z.infer<typeof part>> = {
	empty: () => new Map(),
	apply: {
		messageSent(devices, {from, id, hash, conversation, sequence, at}) {
			keep(devices, from, {id, hash, conversation, sequence, at});
		},
		messageChanged(devices, {by, id, hash, conversation, sequence, at, revision}) {
			keep(devices, by, {id, hash, conversation, sequence, at, revision});
		},
		/** The sender's own broadcasts come first in `to`. */
		broadcastSent(devices, {from, id, hash, to: [own, ...reached], at, missed}) {
			if (own) keep(devices, from, {id, hash, ...own, at, reached: reached.length, missed});
		},
	},
	keys(event) {
		if (event.type === 'messageChanged') return [event.by];
		return event.type === 'messageSent' || event.type === 'broadcastSent' ? [event.from] : [];
	},
	dump(devices, user) {
		const own = devices.get(user as UserName); // the store's keys are those that keys() gave
		return own && [...own].map(([device, outcomes]) => ({device, outcomes: outcomes.all()}));
	},
	load(devices, user, part) {
		for (const {device, outcomes} of part) {
			const loaded = deviceIn(devices, user as UserName, device); // the store's keys are those that keys() gave
			for (const each of outcomes) loaded.keep(each);
		}
	},
	schema: part,
};

function keep(devices: Devices, from: UserName, outcome: Outcome): void {
	deviceIn(devices, from, deviceOf(outcome.id)).keep(outcome);
}

/** Finds or makes a device, and makes it the newest of its account. */
function deviceIn(devices: Devices, user: UserName, name: DeviceId): Device {
	const own = devices.get(user) ?? new Map<DeviceId, Device>();
	devices.set(user, own);
	const known = own.get(name);
	if (known && own.size === 1) return known;
	const device = known ?? new Device();
	own.delete(name);
	own.set(name, device); // the newest stands last
	const [oldest] = own.keys();
	if (own.size > DEVICES_PER_ACCOUNT && oldest !== undefined) own.delete(oldest);
	return device;
}
