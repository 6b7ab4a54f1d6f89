/** Changes and shows what the user tells partners: shared files, and the profile. */
import type {UserName} from '../../protocol/names.ts';
import {cleanLine, safeText} from '../../protocol/text.ts';
import type {ExchangeEvent, ProfileFields} from '../state/model/exchange.ts';
import {notSharedSentence} from './files/sentences.ts';
import {shownProfile} from './profiles/profile.ts';
import type {Stores} from './stores.ts';

type Dispatch = (event: ExchangeEvent) => void;

/** Shares a file or a folder with friends. @param path absolute. @throws ClientFileError */
export async function share({shared}: Stores, path: string, dispatch: Dispatch): Promise<void> {
	const done = await shared.share(path);
	if ('fault' in done)
		dispatch({type: 'exchangeFailed', problem: notSharedSentence(done.fault, cleanLine(path))});
	else
		dispatch({
			type: 'sharedListed',
			names: await shared.names(),
			change: {name: done.name, isShared: true},
		});
}

/** Takes a file or a folder off the list. @throws ClientFileError */
export async function unshare({shared}: Stores, name: string, dispatch: Dispatch): Promise<void> {
	const isDone = await shared.unshare(name);
	const shown = cleanLine(name);
	if (isDone)
		dispatch({
			type: 'sharedListed',
			names: await shared.names(),
			change: {name: shown, isShared: false},
		});
	else
		dispatch({
			type: 'exchangeFailed',
			problem: safeText`You do not share ${shown}; /share lists what you share.`,
		});
}

/** Lists what the user shares. @throws ClientFileError */
export async function listShared({shared}: Stores, dispatch: Dispatch): Promise<void> {
	dispatch({type: 'sharedListed', names: await shared.names()});
}

/** Shows the user's own profile, or the copy of another user's. @throws ClientFileError */
export async function readProfile(
	{profile, friendProfiles}: Stores,
	me: UserName,
	user: UserName,
	dispatch: Dispatch,
): Promise<void> {
	if (user === me) {
		const own = await profile.read();
		if (own) dispatch({type: 'profileShown', profile: shownProfile(own.profile), source: 'own'});
		else dispatch({type: 'noProfileCopy', user});
		return;
	}

	const copy = await friendProfiles.read(user);
	if (!copy) {
		dispatch({type: 'noProfileCopy', user});
		return;
	}

	const {signed, receivedAt} = copy;
	dispatch({type: 'profileShown', profile: shownProfile(signed.profile), source: 'copy', receivedAt});
}

/** Saves a new version of the user's own profile, and shows it. @throws ClientFileError */
export async function saveProfile(
	stores: Stores,
	me: UserName,
	fields: ProfileFields,
	dispatch: Dispatch,
): Promise<void> {
	await stores.profile.save({...fields, lines: [...fields.lines]});
	await readProfile(stores, me, me, dispatch);
}
