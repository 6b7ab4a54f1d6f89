/** Changes and shows what the user tells partners: shared files, and the profile. */
import type {UserName} from '../../protocol/names.ts';
import {cleanLine, safeText} from '../../protocol/text.ts';
import type {ExchangeEvent, ProfileFields} from '../state/model/exchange.ts';
import {notSharedSentence} from './files/sentences.ts';
import {shownProfile} from './profiles/profile.ts';
import type {Stores} from './stores.ts';

/** Each method dispatches what came of it. @throws ClientFileError, all of them, if a file cannot be read or written */
export class OwnExchange {
	readonly #stores: Stores;
	readonly #me: UserName;
	readonly #dispatch: (event: ExchangeEvent) => void;

	constructor(stores: Stores, me: UserName, dispatch: (event: ExchangeEvent) => void) {
		this.#stores = stores;
		this.#me = me;
		this.#dispatch = dispatch;
	}

	/** Shares a file or a folder with friends. @param path absolute */
	async share(path: string): Promise<void> {
		const done = await this.#stores.shared.share(path);
		if ('fault' in done)
			this.#dispatch({type: 'exchangeFailed', problem: notSharedSentence(done.fault, cleanLine(path))});
		else await this.listShared({name: done.name, isShared: true});
	}

	/** Takes a file or a folder off the list. */
	async unshare(name: string): Promise<void> {
		const shown = cleanLine(name);
		if (await this.#stores.shared.unshare(name)) {
			await this.listShared({name: shown, isShared: false});
			return;
		}

		const problem = safeText`You do not share ${shown}; /share lists what you share.`;
		this.#dispatch({type: 'exchangeFailed', problem});
	}

	/** Lists what the user shares. @param change what was just shared or taken off */
	async listShared(change?: Extract<ExchangeEvent, {type: 'sharedListed'}>['change']): Promise<void> {
		const names = await this.#stores.shared.names();
		this.#dispatch({type: 'sharedListed', names, ...(change && {change})});
	}

	/** Shows the user's own profile, or the copy of another user's. */
	async readProfile(user: UserName): Promise<void> {
		const copy = user === this.#me ? undefined : await this.#stores.friendProfiles.read(user);
		const signed = user === this.#me ? await this.#stores.profile.read() : copy?.signed;
		if (!signed) {
			this.#dispatch({type: 'noProfileCopy', user});
			return;
		}

		const source = copy ? 'copy' : 'own';
		const profile = shownProfile(signed.profile);
		this.#dispatch({type: 'profileShown', profile, source, ...(copy && {receivedAt: copy.receivedAt})});
	}

	/** Saves a new version of the user's own profile, and shows it. */
	async saveProfile(fields: ProfileFields): Promise<void> {
		const saved = await this.#stores.profile.save(fields);
		this.#dispatch({type: 'profileShown', profile: shownProfile(saved), source: 'own'});
	}
}
