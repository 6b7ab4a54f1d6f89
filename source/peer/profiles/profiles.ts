/** Exchanges profiles with the other user of one channel: their own, and copies of those of friends. */
import type {UserName} from '../../../protocol/names.ts';
import {ClientFileError} from '../../../lib/client-file-error.ts';
import type {Clock} from '../../../lib/clock.ts';
import {TokenBucket} from '../../../lib/token-bucket.ts';
import type {FriendProfiles} from './friend-profiles.ts';
import type {ProfileMessage, WhyNoProfile} from './messages.ts';
import type {OwnProfile} from './own-profile.ts';
import type {ShownProfile} from '../../state/model/exchange.ts';
import {shownProfile, type SignedProfile} from './profile.ts';
import {fingerprintOfKey, isSignedBy} from './signing.ts';

/** Requests of the other user per second, and at once. */
const REQUEST_RATE = 1;
const REQUEST_BURST = 5;
/** Maximum profiles that are asked for at a time. */
const MAX_ASKED = 16;

/** Why there is no newer profile. `unknownKey`: nothing tells whether it is the user's; `forged`: it is not. */
export type ProfileFault = WhyNoProfile | 'unknownKey' | 'forged' | 'tooManyKept' | 'cannotWrite';

/** What came of a request for a profile. */
export type ProfileEvent =
	| {readonly type: 'profileArrived'; readonly profile: ShownProfile}
	| {readonly type: 'noProfile'; readonly of: UserName; readonly why: ProfileFault};

type ProfilesOptions = {
	/** This client's user. */
	readonly me: UserName;
	/** The other user. */
	readonly user: UserName;
	readonly own: OwnProfile;
	readonly friends: FriendProfiles;
	/** Whether a user is a friend now; only friends are answered. */
	readonly isFriend: (user: UserName) => boolean;
	/** Returns the fingerprint of the key that is known to be the user's, if any. */
	readonly fingerprintOf: (user: UserName) => string | undefined;
	readonly clock: Clock;
	readonly send: (message: ProfileMessage) => void;
	readonly tell: (event: ProfileEvent) => void;
};

export class Profiles {
	private readonly options: ProfilesOptions;
	private readonly requests: TokenBucket;
	private readonly asked = new Set<UserName>();

	constructor(options: ProfilesOptions) {
		this.options = options;
		this.requests = new TokenBucket(REQUEST_RATE, REQUEST_BURST, options.clock.uptime());
	}

	/**
	 * Asks the other user for their profile, or for their copy of a third user's.
	 * @throws ClientFileError if the copy on this machine is damaged
	 */
	async ask(of: UserName): Promise<void> {
		const fingerprint = this.options.fingerprintOf(of);
		if (fingerprint === undefined) {
			this.none(of, 'unknownKey');
			return;
		}

		const copy = (await this.options.friends.read(of))?.signed;
		const isOfThisKey = copy !== undefined && fingerprintOfKey(copy.key) === fingerprint;
		if (this.asked.size >= MAX_ASKED) this.asked.clear(); // those are not answered any more
		this.asked.add(of);
		this.options.send({type: 'getProfile', of, newerThan: isOfThisKey ? copy.profile.version : 0});
	}

	/** Takes a message of the other user. */
	async handle(message: ProfileMessage): Promise<void> {
		switch (message.type) {
			case 'getProfile':
				this.options.send(await this.answer(message.of, message.newerThan));
				break;
			case 'profile':
				if (this.asked.delete(message.signed.profile.user)) await this.arrived(message.signed);
				break;
			case 'noProfile':
				if (this.asked.delete(message.of)) this.none(message.of, message.why);
				break;
			default:
				message satisfies never;
		}
	}

	private async answer(of: UserName, newerThan: number): Promise<ProfileMessage> {
		const {me, user, own, friends, isFriend, clock} = this.options;
		const refusal = (why: WhyNoProfile) => ({type: 'noProfile', of, why}) as const;
		if (!this.requests.take(clock.uptime())) return refusal('busy');
		if (!isFriend(user)) return refusal('notFriends');
		try {
			const signed = of === me ? await own.read() : (await friends.read(of))?.signed;
			if (!signed) return refusal('none');
			return signed.profile.version > newerThan ? {type: 'profile', signed} : refusal('unchanged');
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			return refusal('cannotRead');
		}
	}

	private async arrived(signed: SignedProfile): Promise<void> {
		const {friends, fingerprintOf, clock, tell} = this.options;
		const {user} = signed.profile;
		const fingerprint = fingerprintOf(user);
		if (fingerprint === undefined || !isSignedBy(signed, fingerprint)) {
			this.none(user, fingerprint === undefined ? 'unknownKey' : 'forged');
			return;
		}

		try {
			const kept = await friends.keep(signed, clock.now());
			if (kept === 'kept') tell({type: 'profileArrived', profile: shownProfile(signed.profile)});
			else this.none(user, kept === 'older' ? 'unchanged' : 'tooManyKept');
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			this.none(user, 'cannotWrite');
		}
	}

	private none(of: UserName, why: ProfileFault): void {
		this.options.tell({type: 'noProfile', of, why});
	}
}
