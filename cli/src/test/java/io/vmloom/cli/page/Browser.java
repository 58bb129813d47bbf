package io.vmloom.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.testing.Peers;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** Chromium without a screen, as one tab. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the running test, or fails it where peers are required, when it is not installed. */
    static Browser start() {
        return start(Map.of());
    }

    static Browser withoutScripts() {
        return start(Map.of("profile.managed_default_content_settings.javascript", 2));
    }

    private static Browser start(Map<String, Object> preferences) {
        Peers.need("chromium", "chromedriver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1400,1000");
        options.setExperimentalOption("prefs", preferences);
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER)
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    void open(String url) {
        driver.get(url);
    }

    String url() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    /** A window as narrow as a telephone, or any other. */
    void resize(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the system likes, {@code light} or {@code dark}. */
    void prefer(String colours) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    /** Waits until an element shows this text among others. */
    void awaitText(String selector, String text) {
        awaitThat(selector + " with '" + text + "'", () -> text(selector).contains(text));
    }

    void awaitThat(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreException(StaleElementReferenceException.class)
                .until(condition);
    }

    /** All that is shown of an element; empty when it is not there. Asked again where the page is just being replaced. */
    String text(String selector) {
        return await(selector)
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> shown(selector), _ -> true);
    }

    private String shown(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .reduce("", (before, next) -> before + next + "\n");
    }

    boolean shows(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream().anyMatch(WebElement::isDisplayed);
    }

    /** Clicks what has this text, as soon as it is there. */
    void click(String selector, String text) {
        awaitThat("something to click: " + text, () -> {
            List<WebElement> found = driver.findElements(By.cssSelector(selector)).stream()
                    .filter(element ->
                            element.isDisplayed() && element.getText().contains(text))
                    .toList();
            found.stream().findFirst().ifPresent(WebElement::click);
            return !found.isEmpty();
        });
    }

    void type(String selector, CharSequence... keys) {
        driver.findElement(By.cssSelector(selector)).sendKeys(keys);
    }

    void press(Keys key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    /** What a script in the page answers. */
    Object ask(String script, Object... arguments) {
        return Objects.requireNonNull(driver.executeScript(script, arguments), script);
    }

    /** Drops a file on the page, as a person does. */
    void drop(String name, String content) {
        ask("""
                const data = new DataTransfer();
                data.items.add(new File([arguments[1]], arguments[0]));
                for (const type of ["dragover", "drop"]) {
                  document.body.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
                }
                return true;
                """, name, content);
    }

    /** What went wrong in the page since the last time; answers of the service that refuse something are said there too. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    void assertNoErrors() {
        assertThat(errors()).isEmpty();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
