# The value of the field SAMLResponse in the form that an identity provider answers with; nothing if there is none.
function Find-SamlResponse($Html) {
    if ($Html.Length -gt 8MB) { return }
    foreach ($field in [regex]::Matches($Html, '(?is)<input\b[^<>]*>')) {
        $tag = $field.Value
        if ($tag -notmatch '\sname\s*=\s*["'']?SAMLResponse\b') { continue }
        if ($tag -match '\svalue\s*=\s*(?:"(?<value>[^"]*)"|''(?<value>[^'']*)''|(?<value>[^\s>"'']+))') {
            return [Net.WebUtility]::HtmlDecode($Matches['value']) -replace '\s'
        }
    }
}
