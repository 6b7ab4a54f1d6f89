/** Declares the settings that `/set` changes; kept on disk between runs. */
export type Settings = {
	/** Whether it is told, quietly, who comes and goes. */
	readonly presence: boolean;
	/** Whether the mouse scrolls and clicks here, or selects text as the terminal does. */
	readonly mouse: boolean;
	/** Whether the bell rings for what is meant for oneself, while the terminal has no focus. */
	readonly bell: boolean;
};
