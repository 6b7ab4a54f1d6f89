/** Orders the addresses of servers on one record, and chooses where the two sides of a relay meet. */
import {addressText, isLoopback, parseAddress, type Address, type Place} from '../../protocol/address.ts';
import {MAX_PLACES} from './known-servers.ts';

/** Returns the places in this order, each once: the one in use first, then those that are tried when it is lost. Only a server of this machine leads to others of this machine. */
export function placesOf(home: Address, places: readonly Place[]): Place[] {
	const allowed = places.filter(place => isAllowed(home, place));
	const byText = new Map([...allowed, home, ...(home.others ?? [])].map(each => [addressText(each), each]));
	return [...byText.values()].slice(0, MAX_PLACES).map(({host, port}) => ({host, port}));
}

function isAllowed(home: Address, {host}: Place): boolean {
	return isLoopback(home.host) || !isLoopback(host);
}

/**
 * Returns the places once a server has told where all are. The others come in an order of this client's own, so that the clients of a
 * lost server do not all go to the same one.
 */
export function placesTold(
	home: Address,
	[current]: readonly Place[],
	told: readonly string[],
	random: () => number,
): Place[] {
	const drawn = told
		.map(text => parseAddress(text))
		.filter(place => place !== undefined)
		.map(place => ({place, draw: random()}))
		.sort((a, b) => a.draw - b.draw);
	return placesOf(home, [...(current ? [current] : []), ...drawn.map(({place}) => place)]);
}

/**
 * Chooses where the two sides of a relay meet: each client chooses by the id of their chat, from the same list.
 * @returns undefined where one server is the only one, or this client may not go there
 */
export function relayPlace(home: Address, told: readonly string[], chat: string): Place | undefined {
	const sum = Array.from(chat).reduce((before, letter) => before + letter.charCodeAt(0), 0);
	const text = told[sum % told.length];
	const place = text === undefined ? undefined : parseAddress(text);
	return place && isAllowed(home, place) ? place : undefined;
}

/** Puts the place at this index first, and those before it last. */
export function rotated(places: readonly Place[], index: number): Place[] {
	return [...places.slice(index), ...places.slice(0, index)];
}
