/* The functions that start-up code and program call of each other. */

/* Sends a byte from UARTA0, and waits until there is room for it. */
void send(char byte);

/* The routine of SysTick. */
void on_systick(void);

/* The routine of the interrupt of the pins GP8 to GP15. */
void on_port_a1(void);

/* The routine of every fault. */
void on_fault(void);
