/**
 * A condensation, its evaluations and everything that they leave behind, as a service for any
 * program: phases, journal and checkpoints, metrics, summary, and whoever watches. Nothing here
 * reads options or prints.
 */
package org.echodc.run;
