"""What every page shares: access, security headers, rendering, locale, forms and error pages."""
