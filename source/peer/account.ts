/** Opens the account that is signed in: its identity, and what it keeps; and registers the identity with the server. */
import type {Clock} from '../../lib/clock.ts';
import type {Address} from '../../protocol/address.ts';
import {identityProof} from '../../protocol/identities.ts';
import type {UserName} from '../../protocol/names.ts';
import {isRefusal, sentence} from '../../protocol/refusals.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {ExchangeEvent} from '../state/model/exchange.ts';
import {openIdentity, type Identity} from './identity.ts';
import {OwnExchange} from './own-exchange.ts';
import type {ServerPort} from './server-port.ts';
import {openStores, type Place, type Stores} from './stores.ts';

export type Account = {
	readonly user: UserName;
	readonly address: Address;
	readonly identity: Identity;
	readonly stores: Stores;
	readonly own: OwnExchange;
};

type Surroundings = Place & {
	readonly clock: Clock;
	readonly dispatch: (event: ExchangeEvent) => void;
};

/** Opens an account. @throws ClientFileError if one of its files is damaged or cannot be read */
export async function openAccount(
	user: UserName,
	address: Address,
	{clock, dispatch, ...place}: Surroundings,
): Promise<Account> {
	const identity = await openIdentity(place.folder);
	const stores = await openStores(user, identity, place, clock);
	return {user, address, identity, stores, own: new OwnExchange(stores, user, dispatch)};
}

/**
 * Proves to the server that this client holds the key. While the link is down nothing happens: the next sign-in registers it.
 * @param store id of the server's store
 * @returns why the server refuses it, if it does
 */
export async function registerIdentity(
	{user, identity}: Account,
	store: string,
	server: ServerPort,
): Promise<SafeText | undefined> {
	const challenge = await server.request({type: 'identityNonce'});
	if (!('nonce' in challenge)) return undefined;
	const {certificate} = identity;
	const signature = identity.sign(identityProof(store, user, challenge.nonce));
	const answer = await server.request({type: 'registerIdentity', certificate, signature});
	return isRefusal(answer) ? sentence(answer) : undefined;
}
