# The parameters of every command that asks AWS: the help and the declarations that the build puts where a public
# function says <connection parameters>. Windows PowerShell has no way for functions to share them.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '',
    Justification = 'The public functions use them.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUsePSCredentialType', '',
    Justification = 'Credential objects of the AWS SDK and the output of STS are taken too.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPlainTextForPassword', '',
    Justification = 'An object that is never turned into text.')]
<#
    .PARAMETER Region
    The AWS Region to ask, such as us-east-1, as text or as a region object
    of AWS Tools. Without it: $StoredAWSRegion, AWS_REGION,
    AWS_DEFAULT_REGION, the profile, then instance metadata. Alias:
    RegionToCall.

    .PARAMETER ProfileName
    The name of a profile in the shared AWS config and credentials files. It
    wins over keys in the environment, and it is an error if there is no
    such profile. Aliases: StoredCredentials, AWSProfileName, Profile.

    .PARAMETER ProfileLocation
    The path of a credentials file to search for the profile, in place of
    the usual files. Aliases: AWSProfilesLocation, ProfilesLocation.

    .PARAMETER NetworkCredential
    User name and password for the identity provider of a SAML role profile.
    Without it, the identity of the current user is tried.

    .PARAMETER AccessKey
    An AWS access key id. It needs -SecretKey, and -SessionToken if the keys
    are temporary. Alias: AK.

    .PARAMETER SecretKey
    The secret key that belongs to -AccessKey, as a string or a
    SecureString. Aliases: SK, SecretAccessKey.

    .PARAMETER SessionToken
    The session token of temporary keys, as a string or a SecureString.
    Alias: ST.

    .PARAMETER Credential
    An object that holds keys: a PSCredential with the access key as user
    name and the secret key as password, a credentials object of the AWS SDK
    or AWS Tools, or an object or hashtable with AccessKey (or AccessKeyId),
    SecretKey (or SecretAccessKey) and SessionToken (or Token), such as 'aws
    sts assume-role ... | ConvertFrom-Json' and Use-STSRole give.

    .PARAMETER EndpointUrl
    The URL of an ECR endpoint to ask in place of the Region's own.

    .PARAMETER MfaCode
    The one-time code for a profile with mfa_serial. Without it, the code is
    asked for where the host can ask. The role's session is kept in this
    process, so one code serves until it ends. Alias: TokenCode.

    .PARAMETER CABundle
    The path of a PEM file with the certificate authorities to trust, in
    place of those of the system.

    .PARAMETER SkipCertificateCheck
    Verifies no TLS certificate, and warns of it. Whoever stands between you
    and the endpoint can then read and change what is sent. Alias:
    NoVerifySsl.

    .PARAMETER ConnectTimeoutSec
    How many seconds a connection may take. 60 by default; 0 means no limit.
    Alias: CliConnectTimeout.

    .PARAMETER ReadTimeoutSec
    How many seconds the whole answer to one attempt may take. 60 by
    default; 0 means no limit. Alias: CliReadTimeout.

    .PARAMETER NoSignRequest
    Sends an unsigned request and looks for no credentials.

    .PARAMETER UseFipsEndpoint
    Asks the FIPS endpoint of the Region.

    .PARAMETER UseDualStackEndpoint
    Asks the dual-stack endpoint of the Region, which IPv6 reaches too.

    .PARAMETER Public
    Asks ECR Public, which has one registry, public.ecr.aws, and one Region,
    us-east-1, whatever -Region and the profile say.

    .PARAMETER UseCache
    Takes logins that earlier calls of this process kept, and keeps those
    of this one. A login serves the same identity, Region and endpoint, for
    half of its life. $ECRUseCachePreference = $true says it for every call;
    Clear-ECRTokenCache forgets them.
#>
param(
        [ArgumentCompleter({ foreach ($module in Get-Module EcrLogin) { return & $module { Complete-Name @args } 'regions' $args[2] $args[4] } })]
        [Alias('RegionToCall')]
        [object] $Region,

        [ArgumentCompleter({ foreach ($module in Get-Module EcrLogin) { return & $module { Complete-Name @args } 'profiles' $args[2] $args[4] } })]
        [Alias('StoredCredentials', 'AWSProfileName', 'Profile')]
        [string] $ProfileName,

        [Alias('AWSProfilesLocation', 'ProfilesLocation')]
        [string] $ProfileLocation,

        [pscredential] $NetworkCredential,

        [Alias('AK')]
        [string] $AccessKey,

        [Alias('SK', 'SecretAccessKey')]
        [object] $SecretKey,

        [Alias('ST')]
        [object] $SessionToken,

        [object] $Credential,

        [string] $EndpointUrl,

        [Alias('TokenCode')]
        [string] $MfaCode,

        [string] $CABundle,

        [Alias('NoVerifySsl')]
        [switch] $SkipCertificateCheck,

        [Alias('CliConnectTimeout')]
        [ValidateRange(0, 2147483)]
        [double] $ConnectTimeoutSec = 60,

        [Alias('CliReadTimeout')]
        [ValidateRange(0, 2147483)]
        [double] $ReadTimeoutSec = 60,

        [switch] $NoSignRequest,

        [switch] $UseFipsEndpoint,

        [switch] $UseDualStackEndpoint,

        [switch] $Public,

        [switch] $UseCache
)
