/** Names what becomes of an event: durable, lazy or volatile. */

/**
 * `durable`: in the journal before anything leaves the server. `lazy`: journaled within a quarter of a second; nobody waits,
 * and losing one is harmless. `volatile`: in memory only, and gone with the server, as the connections are.
 */
export type Persistence = 'durable' | 'lazy' | 'volatile';

/** The persistence of each event of a topic. */
export type PersistenceOf<E extends {type: string}> = {readonly [T in E['type']]: Persistence};
