package org.echodc.data;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What this package warns of, until it is closed. */
public final class LoggedWarnings implements AutoCloseable {
  private final Logger logger =
      (Logger) LoggerFactory.getLogger(LoggedWarnings.class.getPackageName());
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  public LoggedWarnings() {
    events.start();
    logger.addAppender(events);
  }

  public List<String> messages() {
    return events.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(events);
  }
}
